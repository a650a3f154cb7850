using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Apimart.Video.Benchmarks.Mutants;

/// <param name="Change">The kind of change.</param>
/// <param name="Code">What stands in the expression's place.</param>
/// <param name="Type">The type that the whole is cast to, where a constant would lose it.</param>
internal sealed record Replacement(string Change, ExpressionSyntax Code, string? Type = null);

/// <summary>What can stand in an expression's place.</summary>
internal static class Replacements
{
    private static readonly Dictionary<string, string> s_calls = Both(
        ("First", "Last"), ("FirstOrDefault", "LastOrDefault"), ("Any", "All"), ("Min", "Max"), ("MinBy", "MaxBy"),
        ("OrderBy", "OrderByDescending"), ("Take", "Skip"), ("TakeWhile", "SkipWhile"), ("StartsWith", "EndsWith"),
        ("TrimStart", "TrimEnd"), ("IndexOf", "LastIndexOf"), ("ToLowerInvariant", "ToUpperInvariant"), ("Enqueue", "Dequeue"));

    private static readonly Dictionary<SyntaxKind, (SyntaxKind Kind, SyntaxKind Token)> s_operators = new()
    {
        [SyntaxKind.LessThanExpression] = (SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken),
        [SyntaxKind.LessThanOrEqualExpression] = (SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken),
        [SyntaxKind.GreaterThanExpression] = (SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken),
        [SyntaxKind.GreaterThanOrEqualExpression] = (SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken),
        [SyntaxKind.AddExpression] = (SyntaxKind.SubtractExpression, SyntaxKind.MinusToken),
        [SyntaxKind.SubtractExpression] = (SyntaxKind.AddExpression, SyntaxKind.PlusToken),
        [SyntaxKind.MultiplyExpression] = (SyntaxKind.DivideExpression, SyntaxKind.SlashToken),
        [SyntaxKind.DivideExpression] = (SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken),
        [SyntaxKind.ModuloExpression] = (SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken),
        [SyntaxKind.BitwiseAndExpression] = (SyntaxKind.BitwiseOrExpression, SyntaxKind.BarToken),
        [SyntaxKind.LeftShiftExpression] = (SyntaxKind.RightShiftExpression, SyntaxKind.GreaterThanGreaterThanToken),
        [SyntaxKind.RightShiftExpression] = (SyntaxKind.LeftShiftExpression, SyntaxKind.LessThanLessThanToken),
    };

    internal static IEnumerable<Replacement> Of(ExpressionSyntax expression, SemanticModel model)
    {
        IEnumerable<Replacement> own = expression switch
        {
            BinaryExpressionSyntax binary => OfBinary(binary, model),
            LiteralExpressionSyntax literal => OfLiteral(literal, model),
            IsPatternExpressionSyntax or SwitchExpressionSyntax => OfPatterns(expression),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call => OfCall(call, called),
            IdentifierNameSyntax or MemberAccessExpressionSyntax => OfName(expression, model),
            _ => [],
        };
        return own.Concat(OfResult(expression, model));
    }

    private static IEnumerable<Replacement> OfBinary(BinaryExpressionSyntax binary, SemanticModel model)
    {
        switch (binary.Kind())
        {
            case SyntaxKind.CoalesceExpression:
                if (binary.Right is not ThrowExpressionSyntax)
                {
                    yield return new("?? right side only", Bare(binary.Right));
                }

                yield return new("?? left side only", PostfixUnaryExpression(SyntaxKind.SuppressNullableWarningExpression, Paren(binary.Left)));
                break;
            case SyntaxKind.BitwiseOrExpression:
                yield return new("| left side only", Bare(binary.Left));
                yield return new("| right side only", Bare(binary.Right));
                break;
            default:
                if (s_operators.TryGetValue(binary.Kind(), out (SyntaxKind Kind, SyntaxKind Token) other)
                    && model.GetTypeInfo(binary).Type?.SpecialType != SpecialType.System_String
                    && !model.GetConstantValue(binary).HasValue)
                {
                    yield return new($"{binary.OperatorToken.Text} to {SyntaxFacts.GetText(other.Token)}", BinaryExpression(other.Kind, Paren(binary.Left), Token(other.Token), Paren(binary.Right)));
                }

                break;
        }
    }

    private static IEnumerable<Replacement> OfLiteral(LiteralExpressionSyntax literal, SemanticModel model)
    {
        switch (literal.Kind())
        {
            case SyntaxKind.TrueLiteralExpression:
                yield return new("true to false", LiteralExpression(SyntaxKind.FalseLiteralExpression));
                break;
            case SyntaxKind.FalseLiteralExpression:
                yield return new("false to true", LiteralExpression(SyntaxKind.TrueLiteralExpression));
                break;
            case SyntaxKind.NumericLiteralExpression when !(literal.Parent is ExpressionSyntax around && model.GetConstantValue(around).HasValue):
                yield return new("number plus 1", ParseExpression($"{literal.Token.Text} + 1"), Name(model.GetTypeInfo(literal).ConvertedType));
                break;
            // A text with spaces is for people; its wording is not what these tests are for.
            case SyntaxKind.StringLiteralExpression when literal.Token.ValueText is { Length: > 0 } text && !text.Contains(' ', StringComparison.Ordinal):
                yield return new("text emptied", ParseExpression("\"\""));
                break;
            case SyntaxKind.Utf8StringLiteralExpression:
                yield return new("text emptied", ParseExpression("\"\"u8"));
                break;
        }
    }

    /// <summary>A pattern cannot hold a switch, so the whole expression stands twice.</summary>
    private static IEnumerable<Replacement> OfPatterns(ExpressionSyntax expression)
    {
        IEnumerable<SyntaxNode> nodes = expression is SwitchExpressionSyntax chosen
            ? chosen.Arms.SelectMany(arm => arm.Pattern.DescendantNodesAndSelf())
            : ((IsPatternExpressionSyntax)expression).Pattern.DescendantNodesAndSelf();
        foreach (SyntaxNode node in nodes.Where(node => node is PatternSyntax or SubpatternSyntax))
        {
            switch (node)
            {
                case RelationalPatternSyntax relational:
                    SyntaxKind token = relational.OperatorToken.Kind() switch
                    {
                        SyntaxKind.LessThanToken => SyntaxKind.LessThanEqualsToken,
                        SyntaxKind.LessThanEqualsToken => SyntaxKind.LessThanToken,
                        SyntaxKind.GreaterThanToken => SyntaxKind.GreaterThanEqualsToken,
                        _ => SyntaxKind.GreaterThanToken,
                    };
                    yield return Instead(relational.ToString(), relational, relational.WithOperatorToken(Token(token)));
                    break;
                case BinaryPatternSyntax both:
                    yield return Instead($"without {both.Right}", both, both.Left);
                    if (both.Left is not BinaryPatternSyntax left || !left.IsKind(both.Kind()))
                    {
                        yield return Instead($"without {both.Left}", both, both.Right);
                    }

                    break;
                case SubpatternSyntax part when part.DescendantNodes().OfType<SingleVariableDesignationSyntax>().FirstOrDefault() is null:
                    PropertyPatternClauseSyntax? clause = part.Parent as PropertyPatternClauseSyntax;
                    if (clause is not null)
                    {
                        yield return Instead($"without {part}", clause, clause.RemoveNode(part, SyntaxRemoveOptions.KeepNoTrivia)!);
                    }

                    break;
            }
        }

        Replacement Instead(string change, SyntaxNode old, SyntaxNode other) =>
            new($"in the pattern, {(old is RelationalPatternSyntax ? "bound of " : "")}{change}", Bare(expression.ReplaceNode(old, other)));
    }

    private static IEnumerable<Replacement> OfCall(InvocationExpressionSyntax call, MemberAccessExpressionSyntax called)
    {
        string name = called.Name.Identifier.Text;
        if (called.Name is IdentifierNameSyntax && s_calls.TryGetValue(name, out string? other)
            && !(name == "Any" && call.ArgumentList.Arguments.Count == 0))
        {
            yield return new($"{name} to {other}", Bare(call.WithExpression(called.WithName(IdentifierName(other)))));
        }
    }

    private static IEnumerable<Replacement> OfName(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }
            || model.GetSymbolInfo(expression).Symbol is not IFieldSymbol { HasConstantValue: true } field)
        {
            yield break;
        }

        if (field.Type.SpecialType == SpecialType.System_String && field.ConstantValue is string { Length: > 0 } text && !text.Contains(' ', StringComparison.Ordinal))
        {
            yield return new("text emptied", ParseExpression("\"\""));
        }
        else if (field.ContainingType is { TypeKind: TypeKind.Enum } type && type.Locations[0].IsInSource)
        {
            IFieldSymbol[] all = [.. type.GetMembers().OfType<IFieldSymbol>()];
            IFieldSymbol next = all[(Array.IndexOf(all, field) + 1) % all.Length];
            yield return new($"to {next.Name}", ParseExpression($"{Name(type)}.{next.Name}"));
        }
        else if (field.ContainingType is { TypeKind: TypeKind.Enum, Name: "StringComparison" } && field.Name is "Ordinal" or "OrdinalIgnoreCase")
        {
            yield return new("other case", ParseExpression($"global::System.StringComparison.{(field.Name == "Ordinal" ? "OrdinalIgnoreCase" : "Ordinal")}"));
        }
    }

    /// <summary>What a method or a property gives back.</summary>
    private static IEnumerable<Replacement> OfResult(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression.Parent is not (ReturnStatementSyntax or ArrowExpressionClauseSyntax)
            || expression is LiteralExpressionSyntax or ThrowExpressionSyntax
            || model.GetConstantValue(expression).HasValue
            || model.GetTypeInfo(expression) is not { ConvertedType: { } type } info
            || info.Type is null || info.Type.SpecialType == SpecialType.System_Void)
        {
            yield break;
        }

        if (type.SpecialType == SpecialType.System_String)
        {
            yield return new("nothing given back", ParseExpression("\"\""));
        }
        else if ((type.IsValueType && type.SpecialType != SpecialType.System_Boolean && !type.Name.EndsWith("Task", StringComparison.Ordinal))
            || (type.IsReferenceType && MayBeNull(expression, model)))
        {
            yield return new("nothing given back", ParseExpression($"default({Name(type)})!"));
        }
    }

    private static bool MayBeNull(ExpressionSyntax expression, SemanticModel model) =>
        model.GetEnclosingSymbol(expression.SpanStart) switch
        {
            IMethodSymbol { IsAsync: false } method => method.ReturnNullableAnnotation == NullableAnnotation.Annotated,
            IMethodSymbol { ReturnType: INamedTypeSymbol { TypeArguments: [var result] } } => result.NullableAnnotation == NullableAnnotation.Annotated,
            _ => false,
        };

    private static string? Name(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression.WithoutTrivia();

    private static ParenthesizedExpressionSyntax Paren(ExpressionSyntax expression) => ParenthesizedExpression(Bare(expression));

    private static Dictionary<string, string> Both(params (string Left, string Right)[] pairs) =>
        pairs.Concat(pairs.Select(pair => (Left: pair.Right, Right: pair.Left))).ToDictionary(pair => pair.Left, pair => pair.Right);
}

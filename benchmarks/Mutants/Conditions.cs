using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>
/// Which conditions are made always true or always false. A part of <c>a &amp;&amp; b</c> only true and a part of <c>a || b</c> only
/// false, for the other way is the same as changing the whole.
/// </summary>
internal static class Conditions
{
    internal static (bool CanBeTrue, bool CanBeFalse) Of(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression is ParenthesizedExpressionSyntax or LiteralExpressionSyntax or AssignmentExpressionSyntax
            || !IsTruth(expression, model)
            || model.GetConstantValue(expression).HasValue)
        {
            return default;
        }

        bool isAnd = expression.IsKind(SyntaxKind.LogicalAndExpression);
        bool isOr = expression.IsKind(SyntaxKind.LogicalOrExpression);
        SyntaxNode parent = expression.Parent!;
        while (parent is ParenthesizedExpressionSyntax)
        {
            parent = parent.Parent!;
        }

        (bool canBeTrue, bool canBeFalse) = parent.Kind() switch
        {
            SyntaxKind.LogicalNotExpression => default,
            SyntaxKind.LogicalAndExpression => (!isAnd, false),
            SyntaxKind.LogicalOrExpression => (false, !isOr),
            // Always true would be a loop without an end.
            SyntaxKind.WhileStatement or SyntaxKind.DoStatement or SyntaxKind.ForStatement => (false, !isOr),
            SyntaxKind.IfStatement or SyntaxKind.ConditionalExpression or SyntaxKind.WhenClause or SyntaxKind.CatchFilterClause
                or SyntaxKind.ReturnStatement or SyntaxKind.ArrowExpressionClause or SyntaxKind.SwitchExpressionArm
                or SyntaxKind.SimpleLambdaExpression or SyntaxKind.ParenthesizedLambdaExpression => (!isAnd, !isOr),
            _ when expression is IdentifierNameSyntax or MemberAccessExpressionSyntax => default,
            _ => (!isAnd, !isOr),
        };
        return (canBeTrue && !Names(expression, whenTrue: true), canBeFalse && !Names(expression, whenTrue: false));
    }

    /// <summary>Whether a pattern gives a name to what it finds: without the find the name would have no value.</summary>
    private static bool Names(ExpressionSyntax expression, bool whenTrue) =>
        expression.DescendantNodes(static within => within is not (LambdaExpressionSyntax or SwitchExpressionSyntax))
            .OfType<SingleVariableDesignationSyntax>()
            .Where(static name => name.Parent is not DeclarationExpressionSyntax)
            .Any(name => whenTrue != name.Ancestors().TakeWhile(around => around != expression)
                .Any(static around => around is UnaryPatternSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }));

    private static bool IsTruth(ExpressionSyntax expression, SemanticModel model)
    {
        TypeInfo type = model.GetTypeInfo(expression);
        return type.Type?.SpecialType == SpecialType.System_Boolean && type.ConvertedType?.SpecialType == SpecialType.System_Boolean;
    }
}

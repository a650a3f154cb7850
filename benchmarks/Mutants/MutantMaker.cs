using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>
/// Puts every change into a file at once, each behind a switch: <c>a &lt; b</c> becomes <c>(Is(7) ? a &lt;= b : a &lt; b)</c>.
/// A switch that nobody turns leaves the code as it was.
/// </summary>
internal sealed class MutantMaker : CSharpSyntaxRewriter
{
    /// <summary>Marks the code that a mutant brought in; its data is the mutant's number.</summary>
    internal const string Mark = "mutant";

    private const string Switch = "global::Apimart.Video.MutantSwitch";

    private readonly SemanticModel _model;
    private readonly string _file;
    private readonly Func<Mutant, bool> _keeps;
    private int _nextId;

    /// <param name="model">The unchanged code.</param>
    /// <param name="file">The file's name, from the engine's folder.</param>
    /// <param name="firstId">The number of the first mutant; the same code gives the same numbers.</param>
    /// <param name="keeps">Which mutants are put in.</param>
    internal MutantMaker(SemanticModel model, string file, int firstId, Func<Mutant, bool> keeps)
    {
        _model = model;
        _file = file;
        FirstId = _nextId = firstId;
        _keeps = keeps;
    }

    /// <summary>Every mutant of the file, also those that were not put in.</summary>
    internal List<Mutant> Mutants { get; } = [];

    internal int FirstId { get; }

    internal SyntaxTree Make(SyntaxTree tree) => tree.WithRootAndOptions(Visit(tree.GetRoot())!, tree.Options);

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        switch (node)
        {
            case AttributeListSyntax or EnumDeclarationSyntax or UsingDirectiveSyntax:
            case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
            case LocalDeclarationStatementSyntax local when local.Modifiers.Any(SyntaxKind.ConstKeyword):
            case EqualsValueClauseSyntax { Parent: ParameterSyntax }:
            case CaseSwitchLabelSyntax or GotoStatementSyntax:
                return node;
            case PatternSyntax or TypeSyntax and not (IdentifierNameSyntax or GenericNameSyntax):
                return node;
            case StatementSyntax statement:
                return VisitStatement(statement);
            case SwitchExpressionArmSyntax arm:
                return VisitArm(arm);
            case CasePatternSwitchLabelSyntax { WhenClause: null } label:
                return Offer(label, "case never taken", label.Pattern) is { } id ? label.WithWhenClause(WhenClause(Not(id))) : label;
            case CatchClauseSyntax { Filter: null, Declaration: not null } caught:
                CatchClauseSyntax visited = (CatchClauseSyntax)base.Visit(caught)!;
                return Offer(caught, "catch removed", caught.Declaration) is { } number
                    ? visited.WithFilter(CatchFilterClause(Not(number)))
                    : visited;
            case ExpressionSyntax expression:
                return VisitExpression(expression);
            default:
                return base.Visit(node);
        }
    }

    private SyntaxNode? VisitStatement(StatementSyntax statement)
    {
        SyntaxNode? visited = base.Visit(statement);
        string? change = statement switch
        {
            ExpressionStatementSyntax { Expression: var expression } when !IsGuardOfArguments(expression) => "statement removed",
            ThrowStatementSyntax => "throw removed",
            ReturnStatementSyntax { Expression: null } => "return removed",
            ContinueStatementSyntax => "continue removed",
            YieldStatementSyntax => "yield removed",
            _ => null,
        };
        return change is not null && Offer(statement, change, statement) is { } id
            ? Marked(Block(IfStatement(Not(id), (StatementSyntax)visited!)), id)
            : visited;
    }

    private SwitchExpressionArmSyntax VisitArm(SwitchExpressionArmSyntax arm)
    {
        SwitchExpressionArmSyntax visited = (SwitchExpressionArmSyntax)base.Visit(arm)!;
        return arm is { WhenClause: null, Pattern: not DiscardPatternSyntax } && Offer(arm, "arm never taken", arm.Pattern) is { } id
            ? visited.WithWhenClause(WhenClause(Not(id)))
            : visited;
    }

    private SyntaxNode? VisitExpression(ExpressionSyntax expression)
    {
        SyntaxNode? visited = base.Visit(expression);
        if (visited is not ExpressionSyntax changed || !expression.CanBeReplaced())
        {
            return visited;
        }

        foreach (Replacement other in Replacements.Of(expression, _model))
        {
            if (Offer(expression, other.Change, expression) is { } id)
            {
                changed = Choose(id, other.Code, changed);
                changed = other.Type is { } type ? Marked(ParenthesizedExpression(CastExpression(ParseTypeName(type), changed)), id) : changed;
            }
        }

        (bool canBeTrue, bool canBeFalse) = Conditions.Of(expression, _model);
        if (canBeTrue && Offer(expression, "always true", expression) is { } whenTrue)
        {
            changed = Either(SyntaxKind.LogicalOrExpression, changed, Is(whenTrue), whenTrue);
        }

        return canBeFalse && Offer(expression, "always false", expression) is { } whenFalse
            ? Either(SyntaxKind.LogicalAndExpression, changed, Not(whenFalse), whenFalse)
            : changed;
    }

    /// <summary>Gives a change its number.</summary>
    /// <returns>The number, or null where it is left out.</returns>
    private int? Offer(SyntaxNode node, string change, SyntaxNode shown)
    {
        string text = string.Join(' ', shown.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Mutant mutant = new(
            _nextId++,
            _file,
            node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            Members.IndexOf(node),
            change,
            text.Length > 110 ? string.Concat(text.AsSpan(0, 107), "...") : text,
            Members.IsStatic(node));
        Mutants.Add(mutant);
        return _keeps(mutant) ? mutant.Id : null;
    }

    private static bool IsGuardOfArguments(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: var name } }
        && (name.StartsWith("ThrowIf", StringComparison.Ordinal) || name == "SuppressFinalize");

    private static ExpressionSyntax Is(int id) => ParseExpression($"{Switch}.Is({id})");

    private static ExpressionSyntax Not(int id) => ParseExpression($"{Switch}.Not({id})");

    private static ParenthesizedExpressionSyntax Choose(int id, ExpressionSyntax mutated, ExpressionSyntax original) =>
        Marked(ParenthesizedExpression(ConditionalExpression(Is(id), Bracket(mutated), Bracket(original))), id);

    private static ParenthesizedExpressionSyntax Either(SyntaxKind kind, ExpressionSyntax left, ExpressionSyntax right, int id) =>
        Marked(ParenthesizedExpression(BinaryExpression(kind, Bracket(left), right)), id);

    private static TNode Marked<TNode>(TNode node, int id)
        where TNode : SyntaxNode => node.WithAdditionalAnnotations(new SyntaxAnnotation(Mark, id.ToString(CultureInfo.InvariantCulture)));

    private static ParenthesizedExpressionSyntax Bracket(ExpressionSyntax expression) => ParenthesizedExpression(expression);
}

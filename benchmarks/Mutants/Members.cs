using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>Where a piece of code stands, and whether an expression there can give way to another.</summary>
internal static class Members
{
    /// <summary>The member of a type that holds a node, counted in the order of the text; the same before and after a change.</summary>
    internal static int IndexOf(SyntaxNode node)
    {
        MemberDeclarationSyntax? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (member is null)
        {
            return -1;
        }

        int index = 0;
        foreach (MemberDeclarationSyntax other in All(node.SyntaxTree.GetRoot()))
        {
            if (other == member)
            {
                return index;
            }

            index++;
        }

        return -1;
    }

    internal static MemberDeclarationSyntax At(SyntaxNode root, int index) => All(root).ElementAt(index);

    private static IEnumerable<MemberDeclarationSyntax> All(SyntaxNode root) =>
        root.DescendantNodes(static within => within is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<MemberDeclarationSyntax>();

    /// <summary>Whether the code runs once a process: a static field's value or a static constructor.</summary>
    internal static bool IsStatic(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && member.Modifiers.Any(SyntaxKind.StaticKeyword)
        && member is FieldDeclarationSyntax or ConstructorDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null };

    /// <summary>Whether the grammar takes any expression of the same type in this one's place.</summary>
    internal static bool CanBeReplaced(this ExpressionSyntax expression) =>
        !BeginsInMiddle(expression)
        && expression is not (TypeSyntax and not IdentifierNameSyntax)
        && expression.Parent switch
        {
            ExpressionStatementSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or TypeArgumentListSyntax => false,
            AwaitExpressionSyntax { Parent: ExpressionStatementSyntax } => false,
            MemberAccessExpressionSyntax access => access.Expression == expression && expression is not IdentifierNameSyntax,
            InvocationExpressionSyntax call => call.Expression != expression,
            AssignmentExpressionSyntax assignment => assignment.Left != expression,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => false,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } } => false,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } } } => false,
            PrefixUnaryExpressionSyntax unary => unary.Kind() is not (SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression),
            PostfixUnaryExpressionSyntax => false,
            RefExpressionSyntax or InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression } => false,
            _ => true,
        };

    /// <summary>What follows a question mark, <c>.B</c> in <c>a?.B</c>, is no expression by itself.</summary>
    private static bool BeginsInMiddle(SyntaxNode node) => node switch
    {
        MemberBindingExpressionSyntax or ElementBindingExpressionSyntax => true,
        MemberAccessExpressionSyntax access => BeginsInMiddle(access.Expression),
        InvocationExpressionSyntax call => BeginsInMiddle(call.Expression),
        ElementAccessExpressionSyntax element => BeginsInMiddle(element.Expression),
        ConditionalAccessExpressionSyntax conditional => BeginsInMiddle(conditional.Expression),
        PostfixUnaryExpressionSyntax postfix => BeginsInMiddle(postfix.Operand),
        _ => false,
    };
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>Completes model names; the tooltip says what the model is.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionWord.Complete(
            wordToComplete,
            ApimartSession.GetCatalogue(key: null, address: null).Models.Select(model => (model.Name, model.Description)));
}

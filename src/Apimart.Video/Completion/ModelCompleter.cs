using System.Collections;
using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>Completes model names; the tooltip says what the model is.</summary>
public sealed class ModelCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) =>
        ModelCatalogue.Default.Models.Select(model => (model.Name, model.Description));
}

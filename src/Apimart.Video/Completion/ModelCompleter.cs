using System.Collections;

namespace Apimart.Video;

/// <summary>Completes model names; the tooltip says what the model is.</summary>
public sealed class ModelCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) =>
        ApimartSession.GetCatalogue(key: null, address: null).Models.Select(model => (model.Name, model.Description));
}

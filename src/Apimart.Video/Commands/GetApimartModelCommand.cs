using System.Management.Automation;
using Apimart.Video.Completion;
using Apimart.Video.Models;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Lists the models and what each takes.</summary>
[Cmdlet(VerbsCommon.Get, "ApimartModel")]
[OutputType(typeof(VideoModel))]
public sealed class GetApimartModelCommand : PSCmdlet
{
    /// <summary>Names of models; wildcards are possible.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Model")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Writes the models of each name.</summary>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            WriteModels(name);
        }
    }

    private void WriteModels(string name)
    {
        ModelCatalogue catalogue = ApimartSession.GetCatalogue(key: null, address: null);
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            WriteObject(
                catalogue.Models.Where(model => pattern.IsMatch(model.Name) || model.Aliases.Any(pattern.IsMatch)),
                enumerateCollection: true);
        }
        else if (catalogue.TryFind(name, out VideoModel? model))
        {
            WriteObject(model);
        }
        else
        {
            WriteError(ApimartErrors.UnknownModel(name, catalogue));
        }
    }
}

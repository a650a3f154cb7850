using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Adds models from files of the user's own to the catalogue, for the session.</summary>
[Cmdlet(VerbsLifecycle.Register, "ApimartModel", SupportsShouldProcess = true)]
[OutputType(typeof(VideoModel))]
public sealed class RegisterApimartModelCommand : PSCmdlet
{
    /// <summary>Files in the form of the catalogue's own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Lets a file's model take the place of one of the catalogue's.</summary>
    [Parameter]
    public SwitchParameter Replace { get; set; }

    /// <summary>Returns the models.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Reads and checks each file whole before any of its models is added.</summary>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            string file = GetUnresolvedProviderPathFromPSPath(path);
            try
            {
                Register(ModelFile.Read(file), file);
            }
            catch (ModelFileException wrong)
            {
                WriteError(ApimartErrors.InvalidModelFile(wrong));
            }
        }
    }

    private void Register(ImmutableArray<VideoModel> models, string file)
    {
        ImmutableArray<string> curated = RegisteredModels.Curated(models);
        if (!curated.IsEmpty && !Replace)
        {
            WriteError(ApimartErrors.ModelExists(curated, file));
        }
        else if (ShouldProcess(string.Join(", ", models.Select(model => model.Name)), $"Register the models of {file}"))
        {
            ApimartSession.Registered.Add(models);
            if (PassThru)
            {
                WriteObject(models, enumerateCollection: true);
            }
        }
    }
}

using System.Management.Automation;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Images;

namespace Apimart.Video.Commands;

/// <summary>Uploads pictures from the disk, for the parameters that take links.</summary>
[Cmdlet(VerbsCommunications.Send, "ApimartImage", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(UploadedImage))]
public sealed class SendApimartImageCommand : ConnectedCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The files; wildcards are taken, folders are not.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>How many uploads may be under way at once.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RangeCompleter))]
    [ValidateRange(1, 64)]
    [NumberTransformation(Whole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            try
            {
                foreach (string file in literal ? [FilePath.Literal(this, path)] : FilePath.Resolve(this, path))
                {
                    Send(ImageFile.Open(file));
                }
            }
            catch (ImageException unusable)
            {
                WriteError(ApimartErrors.ImageFault(unusable));
            }
        }
    }

    private void Send(ImageFile file)
    {
        if (!ShouldProcess(file.Path, $"Upload to {new Uri(Connection.BaseUri, "v1/uploads/images")}"))
        {
            return;
        }

        ApimartClient client = Client;
        Start(
            async stopping => Send(await client.UploadImageAsync(file, stopping).ConfigureAwait(false)),
            file.Path,
            ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void Receive(object result)
    {
        UploadedImage uploaded = (UploadedImage)result;
        WriteVerbose(uploaded.IsReused
            ? $"{uploaded.Path} lies at {uploaded.Url} already."
            : $"{uploaded.Path} uploaded, {uploaded.Bytes} bytes: {uploaded.Url}");
        WriteObject(uploaded);
    }
}

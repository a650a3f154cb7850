using System.Management.Automation;
using Apimart.Video.Films;
using Apimart.Video.Gallery;
using Apimart.Video.Models;

namespace Apimart.Video.Commands;

/// <summary>Tells what saved videos really are, and how they differ from what was asked for.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ApimartVideo", DefaultParameterSetName = PathSet)]
[OutputType(typeof(VideoMeasure))]
public sealed class MeasureApimartVideoCommand : VideoFilesCommand
{
    private FfmpegProgram? _ffmpeg;

    /// <summary>Video files; wildcards are possible.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[] Path { get; set; } = [];

    /// <summary>Looks for what is black, frozen or silent as well; needs ffmpeg, and decodes each video.</summary>
    [Parameter]
    public SwitchParameter Content { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _ffmpeg = Content ? FfmpegProgram.Find() : null;
        }
        catch (FilmException missing)
        {
            ThrowTerminatingError(ApimartErrors.From(missing, target: null));
        }
    }

    private protected override void Take(GallerySource source)
    {
        if (source.Files.IsEmpty && ParameterSetName != JobSet)
        {
            WriteError(ApimartErrors.From(
                new FilmException(FilmFault.ClipsMissing, $"Task {source.Task?.TaskId} has no saved video.", "Save it with Save-ApimartVideo first."),
                source.Task));
        }

        foreach (string file in source.Files)
        {
            Measure(file, source);
        }
    }

    /// <summary>In turn, so that what comes out has the order of what went in.</summary>
    private void Measure(string file, GallerySource source)
    {
        ModelCatalogue catalogue = Catalogue;
        FfmpegProgram? ffmpeg = _ffmpeg;
        StartInTurn(
            async stop =>
            {
                VideoMeasure measure = VideoMeasure.Of(file, source.Task, catalogue);
                if (ffmpeg is not null)
                {
                    measure = await measure.WithStretchesAsync(ffmpeg, stop).ConfigureAwait(false);
                }

                Send(measure);
            },
            file);
    }
}

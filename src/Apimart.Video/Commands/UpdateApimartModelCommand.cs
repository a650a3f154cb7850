using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Async;
using Apimart.Video.Models.Learned;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Reads the server's models, shows what the catalogue has not or otherwise, and makes new models usable.</summary>
[Cmdlet(VerbsData.Update, "ApimartModel", SupportsShouldProcess = true)]
[OutputType(typeof(ModelDifference))]
public sealed class UpdateApimartModelCommand : ConnectedCommand
{
    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        ApimartClient client = Client;
        LearnedFile file = ApimartSession.GetLibrary(Connection).Learned;
        Start(
            async stopping => Send(new Read(await client.ReadModelsAsync(ApimartSession.GetCuratedCatalogue(), stopping).ConfigureAwait(false), file)),
            Connection.BaseUri);
    }

    /// <inheritdoc/>
    protected override void Receive(object result)
    {
        (ModelUpdate update, LearnedFile file) = (Read)result;
        WriteObject(update.Differences, enumerateCollection: true);
        if (update.Learned.IsEmpty && file.Models.IsEmpty)
        {
            return;
        }

        string what = update.Learned.IsEmpty ? "no new model" : string.Join(", ", update.Learned);
        if (!ShouldProcess($"Keep {what} in {file.Path}.", $"Keep {what} in {file.Path}?", "Learn models"))
        {
            return;
        }

        try
        {
            file.Write(update);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ApimartException { Kind: ApimartErrorKind.JournalUnavailable })
        {
            WriteError(ApimartErrors.ModelsNotKept(fault, file.Path));
        }
    }

    /// <summary>What the server told of, and where it is kept.</summary>
    private sealed record Read(ModelUpdate Update, LearnedFile File);
}

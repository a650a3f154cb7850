using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Text;

namespace Apimart.Video.Uploads;

/// <summary>
/// Uploads pictures, each content once while its link lives: rows of one run share an upload that is under way, and later
/// runs find its link in the journal.
/// </summary>
/// <remarks>
/// <c>POST /v1/uploads/images</c>, multipart, one field <c>file</c>; JPEG, PNG, WebP and GIF up to 20 MB; the link lives 72 h
/// (APIMart docs, uploads). An upload takes no <c>Idempotency-Key</c> and costs nothing, so one whose outcome is unknown is
/// neither repeated nor dangerous.
/// </remarks>
internal sealed class ImageUploader : IDisposable
{
    private const string Route = "v1/uploads/images";
    private const int AtOnce = 4;
    private static readonly TimeSpan s_linkLifetime = TimeSpan.FromHours(72);

    private readonly ApiTransport _transport;
    private readonly ApimartClientOptions _options;
    private readonly Retries _retries;
    private readonly SemaphoreSlim _lanes = new(AtOnce);
    private readonly ConcurrentDictionary<string, SharedUpload> _uploads = new(StringComparer.Ordinal);

    internal ImageUploader(ApiTransport transport, ApimartClientOptions options)
    {
        _transport = transport;
        _options = options;
        _retries = Retries.OfPosts(options.TimeProvider);
    }

    /// <exception cref="ApimartException">The upload failed.</exception>
    /// <exception cref="ImageException">The file was changed or taken away since it was looked at.</exception>
    internal async Task<UploadedLink> UploadAsync(ImageFile file, CancellationToken cancellationToken)
    {
        while (true)
        {
            SharedUpload mine = new(token => FindOrSendAsync(file, token));
            SharedUpload shared = _uploads.GetOrAdd(file.Sha256, mine);
            try
            {
                UploadedLink link = await shared.JoinAsync(cancellationToken).ConfigureAwait(false);
                if (shared == mine || link.IsUsableAt(_options.TimeProvider.GetUtcNow()))
                {
                    return shared == mine ? link : link with { IsReused = true };
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever began it left before it was done.
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                Forget(file, shared);
                throw;
            }

            Forget(file, shared);
        }
    }

    public void Dispose()
    {
        foreach (SharedUpload upload in _uploads.Values)
        {
            upload.Dispose();
        }

        _lanes.Dispose();
    }

    private void Forget(ImageFile file, SharedUpload shared) => _uploads.TryRemove(KeyValuePair.Create(file.Sha256, shared));

    private async Task<UploadedLink> FindOrSendAsync(ImageFile file, CancellationToken cancellationToken)
    {
        if (_options.Journal?.FindUpload(file.Sha256) is { } known && known.IsUsableAt(_options.TimeProvider.GetUtcNow()))
        {
            return known;
        }

        await _lanes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] bytes = await file.ReadAsync(cancellationToken).ConfigureAwait(false);
            UploadedLink link = await _retries.RunAsync(token => PostAsync(file, bytes, token), cancellationToken).ConfigureAwait(false);
            await RecordAsync(file, link).ConfigureAwait(false);
            return link;
        }
        catch (ApimartException fault)
        {
            throw UploadErrors.UploadFailed(file.Path, fault.IsNotSent ? SubmitErrors.NotSent(fault) : fault);
        }
        finally
        {
            _lanes.Release();
        }
    }

    private async Task<UploadedLink> PostAsync(ImageFile file, byte[] bytes, CancellationToken cancellationToken)
    {
        DateTimeOffset sent = _options.TimeProvider.GetUtcNow();
        using HttpRequestMessage request = new(HttpMethod.Post, Route) { Content = Form(file, bytes) };
        ApiAnswer answer = await _transport.SendAsync(request, _options.UploadTimeout, cancellationToken).ConfigureAwait(false);
        if (ApiErrors.From(answer, ApiCall.Upload) is { } fault)
        {
            throw fault;
        }

        JsonElement body = answer.Body!.Value.First() ?? answer.Body.Value;
        return (body.Text("url") ?? body.Field("data")?.First()?.Text("url")) is { } url && Uri.TryCreate(url, UriKind.Absolute, out Uri? link)
            && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp)
                ? new UploadedLink(url, sent + s_linkLifetime)
                : throw UploadErrors.NoLink(answer);
    }

    /// <summary>
    /// The file's own name stays here: it may tell more than its owner wants to publish, and the API has no use for it.
    /// </summary>
    private static MultipartFormDataContent Form(ImageFile file, byte[] bytes)
    {
        string boundary = Guid.NewGuid().ToString("N");
        ByteArrayContent part = new(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = "\"file\"",
            FileName = $"\"picture{file.Extension}\"",
        };
        MultipartFormDataContent form = new(boundary) { part };

        // .NET puts the boundary in quotes, which is allowed, but which not every server reads.
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        return form;
    }

    /// <summary>The link is worth more than the record of it.</summary>
    private async Task RecordAsync(ImageFile file, UploadedLink link)
    {
        if (_options.Journal is not { } journal)
        {
            return;
        }

        try
        {
            await journal.RecordUploadAsync(file.Sha256, link).ConfigureAwait(false);
        }
        catch (ApimartException fault) when (fault.Kind == ApimartErrorKind.JournalUnavailable)
        {
        }
    }
}

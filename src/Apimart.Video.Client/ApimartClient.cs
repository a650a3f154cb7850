using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;
using Apimart.Video.Polling;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;
using Apimart.Video.Uploads;

namespace Apimart.Video;

/// <summary>A client of the APIMart video API. Safe to use from several threads at once.</summary>
public sealed class ApimartClient : IDisposable
{
    private readonly ApimartClientOptions _options;
    private readonly ApiTransport _transport;
    private readonly ImageUploader _uploader;
    private readonly JournalledSubmit _submit;
    private readonly Retries _reads;
    private readonly RouteReader _routes;

    /// <summary>Creates a client; no connection is made yet.</summary>
    /// <exception cref="ArgumentException">The address is neither https nor on loopback, or the key is empty or not ASCII.</exception>
    public ApimartClient(ApimartClientOptions options)
    {
        RequireUsableKey(options.ApiKey);
        _options = options;
        _transport = new ApiTransport(options);
        _uploader = new ImageUploader(_transport, options);
        _reads = Retries.OfReads(options.TimeProvider);
        _submit = new JournalledSubmit(new Submitter(_transport, options), new ImagePlacer(_uploader), GetTaskAsync, options);
        _routes = new RouteReader(_transport, options, _reads);
    }

    /// <summary>What this client's looks saw of tasks that somebody follows.</summary>
    internal TaskSightings Sightings { get; } = new();

    /// <summary>Submits a request. This costs money; it is repeated only where the server cannot have accepted it.</summary>
    /// <exception cref="RequestRefusedException">The request breaks a rule of its model; nothing was sent.</exception>
    /// <exception cref="ImageException">A picture of the request was changed or taken away; nothing was submitted.</exception>
    /// <exception cref="ApimartException">
    /// The server refused it, or, with <see cref="ApimartErrorKind.OutcomeUnknown"/>, may have accepted it.
    /// </exception>
    public Task<ApimartTask> SubmitAsync(VideoRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ModelCatalogue.Default.Prepare(request, _options.BaseUri), SubmitOptions.None, cancellationToken);

    /// <summary>
    /// Submits a request that was prepared before. A row of a job that was submitted before is not sent again but returned as
    /// the journal holds it.
    /// </summary>
    /// <inheritdoc cref="SubmitAsync(VideoRequest, CancellationToken)" path="/exception"/>
    public Task<ApimartTask> SubmitAsync(
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken = default) =>
        _submit.SubmitAsync(request, options, cancellationToken);

    /// <summary>
    /// Uploads a picture, unless the same content was uploaded before and its link lives on for some hours. An upload costs
    /// nothing; it is repeated only where the server cannot have taken it.
    /// </summary>
    /// <exception cref="ImageException">The file was changed or taken away since it was looked at.</exception>
    /// <exception cref="ApimartException">The upload failed.</exception>
    public async Task<UploadedImage> UploadImageAsync(ImageFile file, CancellationToken cancellationToken = default)
    {
        UploadedLink link = await _uploader.UploadAsync(file, cancellationToken).ConfigureAwait(false);
        return new UploadedImage
        {
            Url = link.Url,
            ExpiresAt = link.ExpiresAt,
            ContentType = file.ContentType,
            Bytes = file.Length,
            Path = file.Path,
            Sha256 = file.Sha256,
            IsReused = link.IsReused,
        };
    }

    /// <summary>Looks at a task once, repeating the look a few times where the network or the server fails.</summary>
    /// <exception cref="ApimartException">The server does not know the task, or cannot be reached.</exception>
    public Task<ApimartTask> GetTaskAsync(string taskId, CancellationToken cancellationToken = default) =>
        _reads.RunAsync(token => PollAsync(taskId, token), cancellationToken);

    /// <summary>Waits for tasks, all on one request budget, and returns each when it ends, as it was last seen.</summary>
    /// <remarks>
    /// A task that is still running when <see cref="WatchOptions.Timeout"/> is over is returned as last seen, and one that the
    /// server does not know as <see cref="ApimartTaskStatus.NotFound"/>. <see cref="TaskWatcher"/> tells more.
    /// </remarks>
    /// <exception cref="ApimartException">The key is refused or the balance used up; the tasks run on.</exception>
    public async IAsyncEnumerable<ApimartTask> WaitAsync(
        IEnumerable<ApimartTask> tasks,
        WatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using TaskWatcher watcher = new(PollAsync, options ?? new WatchOptions { TimeProvider = _options.TimeProvider, History = _options.Journal });
        foreach (ApimartTask task in tasks)
        {
            watcher.Add(task);
        }

        watcher.Complete();
        await foreach (WatchEvent happened in watcher.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (happened.Kind)
            {
                case WatchEventKind.Ended or WatchEventKind.Lost or WatchEventKind.TimedOut:
                    yield return happened.Task;
                    break;
                case WatchEventKind.Stopped:
                    throw happened.Fault!;
            }
        }
    }

    /// <summary>What is left to spend on the key or the account.</summary>
    /// <exception cref="ApimartException">
    /// The server does not tell it (<c>balance_unavailable</c>, which it says with HTTP 200), or cannot be reached.
    /// </exception>
    public async Task<ApimartBalance> GetBalanceAsync(AccountScope scope, CancellationToken cancellationToken = default)
    {
        string path = scope == AccountScope.Key ? "v1/balance" : "v1/user/balance";
        JsonElement body = await _routes.GetAsync(path, "balance", cancellationToken).ConfigureAwait(false);
        return BalanceReader.Read(body, scope) ?? throw RouteReader.Unreadable("balance");
    }

    /// <summary>What was billed in a span of time. An empty list means that nothing was; that it is not known is an exception.</summary>
    /// <exception cref="ApimartException">
    /// The server does not tell it (<c>usage_unavailable</c>) or refuses the question, or cannot be reached.
    /// </exception>
    /// <exception cref="ArgumentException">The span is empty or longer than 31 days, or there are more than 50 models.</exception>
    public async Task<IReadOnlyList<ApimartUsage>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        JsonElement body = await _routes.GetAsync(query.ToPath(), "usage", cancellationToken).ConfigureAwait(false);
        return UsageReader.Read(body, query) ?? throw RouteReader.Unreadable("usage");
    }

    /// <summary>Reads what the server lists and takes, and holds it against the catalogue. Nothing is kept.</summary>
    /// <param name="curated">The models that are known already.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ApimartException">The list cannot be read.</exception>
    public Task<ModelUpdate> ReadModelsAsync(ModelCatalogue curated, CancellationToken cancellationToken = default) =>
        new ModelDirectory(_routes, _options.TimeProvider).ReadAsync(curated, cancellationToken);

    /// <summary>Looks at a task once, without any repetition.</summary>
    internal async Task<ApimartTask> PollAsync(string taskId, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"v1/tasks/{Uri.EscapeDataString(taskId)}");
        ApiAnswer answer = await _transport.SendAsync(request, _options.ReadTimeout, cancellationToken).ConfigureAwait(false);

        // A failed task is told with an error beside it, in some envelopes just where a failed request has it.
        bool tells = answer is { IsSuccess: true, Broken: null };
        ApimartTask seen = (tells && answer.Body is { } body ? TaskReader.ReadStatus(body, taskId) : null)
            ?? throw ApiErrors.From(answer, ApiCall.Poll) ?? ApiErrors.NoTask(answer);
        if (TaskReader.OtherTask(answer.Body!.Value, taskId) is { } other)
        {
            throw ApiErrors.OtherTask(answer, taskId, other);
        }

        await RecordAsync(seen).ConfigureAwait(false);
        Sightings.Saw(seen);
        return seen;
    }

    /// <summary>Keeps an ending in the journal. What was seen is worth more than the record of it, so a full disk does not hide it.</summary>
    private async Task RecordAsync(ApimartTask seen)
    {
        if (_options.Journal is not { } journal || !seen.IsEnded)
        {
            return;
        }

        try
        {
            await journal.RecordAsync(seen).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // After payment the journal only advises.
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _uploader.Dispose();
        _transport.Dispose();
    }

    private static void RequireUsableKey(string key)
    {
        if (key.Length == 0 || key.Any(c => c is < '!' or > '~'))
        {
            throw new ArgumentException("The API key is empty or holds blanks or characters that no key has; copy it again.");
        }
    }
}

using System.Management.Automation;
using System.Security;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Downloads;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Session;
using Apimart.Video.Tasks;

namespace Apimart.Video.Async;

/// <summary>A cmdlet that talks to the API.</summary>
public abstract class ConnectedCommand : AsyncCommand
{
    private ClientPool.Lease? _lease;
    private JournalAdvice? _advice;

    /// <summary>The API key; without it the one of Connect-Apimart or $env:APIMART_API_KEY is used.</summary>
    [Parameter]
    [SecureStringTransformation]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>The API's address; without it the one of Connect-Apimart or $env:APIMART_BASE_URL is used.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>The connection that the parameters, the session and the environment add up to.</summary>
    private protected ApimartConnection Connection
    {
        get
        {
            try
            {
                return ApimartSession.Resolve(ApiKey, BaseUri);
            }
            catch (ArgumentException wrong)
            {
                ThrowTerminatingError(ApimartErrors.From(wrong, BaseUri));
                throw;
            }
        }
    }

    /// <summary>The journal of the connection; needs no key.</summary>
    private protected ITaskJournal Journal => ApimartSession.GetJournal(Connection);

    /// <summary>The journal for what was paid for already: it warns once where it cannot be used, and stops nothing.</summary>
    private protected JournalAdvice Advice => _advice ??= new JournalAdvice(FindJournal(), Warn);

    /// <summary>The models of the connection.</summary>
    private protected ModelCatalogue Catalogue => ApimartSession.GetCatalogue(ApiKey, BaseUri);

    /// <summary>A client of the price pages, which needs no key; the caller disposes it.</summary>
    private protected PriceClient Prices()
    {
        try
        {
            return new PriceClient(new ApimartClientOptions
            {
                ApiKey = string.Empty,
                BaseUri = Connection.BaseUri,
                Proxy = Connection.CreateProxy(),
            });
        }
        catch (ArgumentException unsafeAddress)
        {
            ThrowTerminatingError(ApimartErrors.From(unsafeAddress, BaseUri));
            throw;
        }
    }

    /// <summary>How files are fetched on the connection.</summary>
    private protected SaverConnection NewSaverConnection() => new() { BaseUri = Connection.BaseUri, Proxy = Connection.CreateProxy(), ApiKey = Connection.PlainKey() };

    /// <summary>The client of the connection; without a key this ends the pipeline with the advice how to get one.</summary>
    private protected ApimartClient Client
    {
        get
        {
            if (_lease is null)
            {
                try
                {
                    _lease = ApimartSession.TakeClient(Connection);
                }
                catch (Exception fault) when (fault is MissingKeyException or ArgumentException or ApimartException)
                {
                    ThrowTerminatingError(ApimartErrors.From(fault, target: null));
                }
            }

            return _lease!.Client;
        }
    }

    /// <summary>The connection belongs to the pipeline's thread, so the journal is found here, whoever asks it later.</summary>
    private Func<ITaskJournal> FindJournal()
    {
        try
        {
            ITaskJournal journal = Journal;
            return () => journal;
        }
        catch (Exception fault) when (fault is ArgumentException or IOException or NotSupportedException or ApimartException)
        {
            return () => throw fault;
        }
    }

    /// <summary>A task met by its id alone gets its prompt, model and job back from the journal.</summary>
    private protected ApimartTask Recall(ApimartTask task)
    {
        if (task.Prompt is not null && task.Request is not null)
        {
            return task;
        }

        return Advice.Find(task.TaskId) is { } known ? task.WithKnown(known) : task;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _lease?.Dispose();
    }
}

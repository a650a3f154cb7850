using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Downloads;
using Apimart.Video.Files;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Loading;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Merges journals of other machines, or of the parts of a batch, into this one; they are only read.</summary>
[Cmdlet(VerbsData.Import, "ApimartJournal", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(JournalImport))]
public sealed class ImportApimartJournalCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    private readonly List<JournalSource> _sources = [];
    private ITaskJournal? _journal;

    /// <summary>Folders of journals, or their files; wildcards are possible.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Folders of journals, or their files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    private ITaskJournal Journal => _journal ??= ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));

    /// <summary>Reads the journals that are named; one that cannot be taken is an error of its own and stops no other.</summary>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == LiteralSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            if (JournalAddress.MeansDatabase(path.Trim()))
            {
                ReadDatabase(path);
                continue;
            }

            foreach (string found in Resolve(path, literal))
            {
                Read(found);
            }
        }
    }

    /// <summary>Merges them all at once.</summary>
    protected override void EndProcessing()
    {
        if (_sources.Count == 0)
        {
            return;
        }

        try
        {
            foreach (JournalImport done in Journal.ImportAsync(_sources).GetAwaiter().GetResult())
            {
                Warn(done);
                WriteObject(done);
            }
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, target: null));
        }
    }

    private IEnumerable<string> Resolve(string path, bool literal)
    {
        try
        {
            return literal || !WildcardPattern.ContainsWildcardCharacters(path)
                ? [FilePath.Literal(this, literal ? path : WildcardPattern.Unescape(path))]
                : Matching(path);
        }
        catch (ImageException)
        {
            WriteError(ApimartErrors.JournalNotFound(path));
            return [];
        }
    }

    /// <summary>Of what a pattern matches, that which is a journal; a folder of artifacts holds other things too.</summary>
    private string[] Matching(string path)
    {
        string[] found = [];
        try
        {
            found = [.. GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider).Where(match => provider.Name == "FileSystem" && File.Exists(JournalSource.FileOf(match)))];
        }
        catch (SessionStateException)
        {
            // The folder in front of the pattern is not there.
        }

        if (found.Length == 0)
        {
            WriteError(ApimartErrors.JournalNotFound(path));
        }

        return found;
    }

    private void Read(string path)
    {
        string file = JournalSource.FileOf(path);
        try
        {
            if (!File.Exists(file))
            {
                WriteError(ApimartErrors.JournalNotFound(path));
            }
            else if (Disk.IsSamePath(file, Journal.Path))
            {
                WriteError(ApimartErrors.JournalIsItself(file));
            }
            else
            {
                Add(JournalSource.Read(file));
            }
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            WriteError(ApimartErrors.From(fault, file));
        }
    }

    /// <summary>Its address may hold a password, so that only its name is told.</summary>
    private void ReadDatabase(string text)
    {
        string? name = null;
        try
        {
            JournalAddress address = JournalAddress.Parse(text);
            name = address.Name;
            using ITaskJournal other = DatabaseDriver.Factory.Open(address.ConnectionString!);
            if (other.Path == Journal.Path)
            {
                WriteError(ApimartErrors.JournalIsItself(name));
            }
            else
            {
                Add(other.ToSource());
            }
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            WriteError(ApimartErrors.From(fault, name));
        }
    }

    private void Add(JournalSource source)
    {
        if (ShouldProcess(Journal.Path, string.Create(CultureInfo.CurrentCulture, $"Merge {source.Rows} rows of '{source.Path}'")))
        {
            _sources.Add(source);
        }
    }

    private void Warn(JournalImport done)
    {
        foreach (JournalConflict twice in done.Conflicts)
        {
            WriteWarning($"A row of {(twice.JobName is null ? "no job" : $"job '{twice.JobName}'")} was accepted more than once, and each was charged for: {string.Join(", ", twice.TaskIds)}. All of them are kept.");
        }
    }
}

using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Where the journal lies: one folder, whatever folder a script is started from, or none and the reason.</summary>
public sealed class JournalFolderTests : IDisposable
{
    private static readonly Uri s_api = ApimartClientOptions.DefaultBaseUri;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_account_without_a_home_folder_has_no_journal_and_is_told_how_to_name_one()
    {
        JournalFolder none = JournalFolder.For(path: null, s_api, _ => null, NoFolder);

        ApimartException fault = Assert.Throws<ApimartException>(none.Create);

        Assert.Equal(ApimartErrorKind.JournalUnavailable, fault.Kind);
        Assert.Contains("no home folder", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Journal", fault.Advice, StringComparison.Ordinal);
        Assert.Contains("$env:APIMART_JOURNAL", fault.Advice, StringComparison.Ordinal);
        Assert.Throws<ApimartException>(() => new JournalFile(none).OpenToRead());
        Assert.Null(none.Share);
    }

    [Fact]
    public void A_state_folder_that_is_named_serves_an_account_without_a_home()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "XDG_STATE_HOME is Linux's.");
        JournalFolder folder = JournalFolder.For(null, s_api, name => name == "XDG_STATE_HOME" ? "/var/lib/state" : null, NoFolder);

        Assert.Equal("/var/lib/state/apimart-video", folder.Root);
        Assert.True(folder.IsUsable);
    }

    [Theory]
    [InlineData("~", "")]
    [InlineData("~/jj", "jj")]
    [InlineData("~\\jj", "jj")]
    public void A_tilde_is_the_home_folder(string named, string below)
    {
        string expected = Path.GetFullPath(Path.Combine(_folder.Path, below));

        Assert.Equal(expected, JournalFolder.For(named, s_api, _ => null, Home).Root);
        Assert.Equal(expected, JournalFolder.For(null, s_api, _ => named, Home).Root);
        Assert.False(JournalFolder.For(named, s_api, _ => null, NoFolder).IsUsable);
    }

    [Theory]
    [InlineData(" jobs ")]
    [InlineData("~jobs")]
    [InlineData("./jobs/../jobs")]
    public void A_folder_that_is_named_goes_before_every_other_and_is_absolute_from_then_on(string named)
    {
        JournalFolder folder = JournalFolder.For(named, s_api, _ => "/elsewhere", Home);

        Assert.Equal((Path.GetFullPath(named.Trim()), true), (folder.Root, folder.IsUsable));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("  ", "")]
    [InlineData("postgresql://db/shots", "state")]
    [InlineData(" Host=db;Database=shots", null)]
    public void Without_a_folder_that_is_named_it_lies_in_the_accounts_state_and_a_simulators_apart(string? environment, string? state)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "These are Linux's folders.");
        string expected = Path.Combine(_folder.Path, ".local", "state", "apimart-video");

        Assert.Equal(expected, For(s_api));
        Assert.Equal(expected, For(null));
        Assert.Equal(Path.Combine(expected, "simulator"), For(new Uri("http://127.0.0.1:5000")));

        string For(Uri? server) => JournalFolder.For(" ", server, name => name == JournalFolder.Variable ? environment : name == "XDG_STATE_HOME" ? state : null, Home).Root;
    }

    [Fact]
    public void A_relative_folder_in_the_environment_is_refused_since_it_follows_the_process()
    {
        JournalFolder relative = JournalFolder.For(null, s_api, _ => "journal", Home);

        ApimartException fault = Assert.Throws<ApimartException>(relative.Require);

        Assert.Contains("'journal'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_or_a_file_is_no_folder()
    {
        string file = _folder["file"];
        File.WriteAllText(file, "mine");

        Assert.Contains("not a folder", Assert.Throws<ApimartException>(JournalFolder.For(file, s_api).Create).Message, StringComparison.Ordinal);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/null.");
        Assert.Contains("'/dev/null'", Assert.Throws<ApimartException>(JournalFolder.For("/dev/null", s_api).Require).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_folder_is_its_owners_alone()
    {
        string folder = _folder["jobs"];

        JournalFolder.For(folder, s_api).Create();

        if (OperatingSystem.IsWindows())
        {
            Assert.DoesNotContain("S-1-1-0", ReadersOf(folder));
            Assert.DoesNotContain("S-1-5-32-545", ReadersOf(folder));
            Assert.True(new DirectoryInfo(folder).GetAccessControl().AreAccessRulesProtected);
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [SupportedOSPlatform("windows")]
    private static List<string> ReadersOf(string folder)
    {
        List<string> readers = [];
        foreach (FileSystemAccessRule rule in new DirectoryInfo(folder).GetAccessControl().GetAccessRules(true, true, typeof(SecurityIdentifier)))
        {
            readers.Add(rule.IdentityReference.Value);
        }

        return readers;
    }

    private static string NoFolder(Environment.SpecialFolder folder) => string.Empty;

    private string Home(Environment.SpecialFolder folder) => _folder.Path;
}

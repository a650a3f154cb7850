using System.Management.Automation;
using Apimart.Video.Chains;
using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Binding;

/// <summary>Reads the choices that the gallery's page exports.</summary>
internal static class PicksFile
{
    private const string Picked = "pick";

    /// <summary>The tasks that were picked, as the journal has them; a warning tells of those that it does not have.</summary>
    /// <param name="cmdlet">Whose current folder a relative path counts from.</param>
    /// <param name="path">The file.</param>
    /// <param name="journal">The journal.</param>
    /// <exception cref="ArgumentException">There is no such file, or it has no column TaskId or Pick.</exception>
    internal static ChainPicks Load(PSCmdlet cmdlet, string path, JournalAdvice journal)
    {
        string[] ids = Read(cmdlet, path);
        ApimartTask[] known = [.. ids.Select(journal.Find).OfType<ApimartTask>()];
        if (known.Length < ids.Length)
        {
            cmdlet.WriteWarning($"{ids.Length - known.Length} of the {ids.Length} picks of '{path}' are not in this machine's journal and count for nothing.");
        }

        return new ChainPicks(known);
    }

    private static string[] Read(PSCmdlet cmdlet, string path)
    {
        string full = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        if (!File.Exists(full))
        {
            throw new ArgumentException($"There is no file '{full}' for -Pick; the page of Export-ApimartGallery exports it as picks.csv.");
        }

        List<string> ids = [];
        foreach (PSObject row in cmdlet.InvokeCommand.InvokeScript("Microsoft.PowerShell.Utility\\Import-Csv -LiteralPath $args[0]", full))
        {
            string id = Cell(row, "TaskId") ?? throw Not(full);
            string pick = Cell(row, "Pick") ?? throw Not(full);
            if (pick.Trim().Equals(Picked, StringComparison.OrdinalIgnoreCase) && id.Trim().Length > 0)
            {
                ids.Add(id.Trim());
            }
        }

        return [.. ids.Distinct()];
    }

    private static string? Cell(PSObject row, string name) =>
        row.Properties.FirstOrDefault(cell => ColumnNames.Normalize(cell.Name) == ColumnNames.Normalize(name)) is { } found ? found.Value?.ToString() ?? string.Empty : null;

    private static ArgumentException Not(string file) =>
        new($"The file '{file}' is no picks.csv: it has no columns TaskId and Pick.");
}

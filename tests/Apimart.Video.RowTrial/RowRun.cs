using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using Apimart.Video.Client.Tests.Hostile;

namespace Apimart.Video.RowTrial;

/// <summary>
/// Pipes tables into New-ApimartVideo and holds, of each filled cell, that it is in the body that arrived, in the error of its row
/// or in the columns that stay with the row; and of each body, that it says nothing else.
/// </summary>
internal sealed class RowRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rows").FullName;
    private readonly AnswerServer _server;
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly Runspace _runspace;
    private int _tasks;

    internal RowRun(string module)
    {
        _server = new AnswerServer(Answer);
        InitialSessionState state = InitialSessionState.CreateDefault();
        state.ImportPSModule([module]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Run("param($Address, $Folder) Connect-Apimart sk-rows -BaseUri $Address -JournalPath $Folder", ("Address", _server.Address), ("Folder", _folder));
    }

    /// <summary>How many rows were piped in.</summary>
    internal int Rows { get; private set; }

    /// <summary>How many cells of each fate they had.</summary>
    internal Dictionary<Fate, int> Fates { get; } = [];

    public void Dispose()
    {
        Run("Disconnect-Apimart");
        _runspace.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <exception cref="InvalidOperationException">Something does not hold.</exception>
    internal void Check(Table table)
    {
        _bodies.Clear();
        object[] rows = [.. table.Rows.Select(RowMaker.Make)];
        Outcome outcome = Run(
            $"param($Rows, $OnLine, $PSDefaultParameterValues) $Rows | New-ApimartVideo{table.Arguments} -ThrottleLimit 16",
            ("Rows", rows),
            ("OnLine", table.OnLine is { } line ? Values.Plain(line.Value) : null),
            ("PSDefaultParameterValues", new DefaultParameterDictionary(table.Defaults)));
        new RowVerdict(table, rows, [.. _bodies], outcome).Hold();
        Rows += rows.Length;
        foreach (Cell cell in table.Rows.SelectMany(row => row.Cells))
        {
            Fates[cell.Fate] = Fates.GetValueOrDefault(cell.Fate) + 1;
        }
    }

    private Outcome Run(string script, params (string Name, object? Value)[] parameters)
    {
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script, useLocalScope: true);
        foreach ((string name, object? value) in parameters)
        {
            shell.AddParameter(name, value);
        }

        PSObject[] output = [.. shell.Invoke()];
        return new Outcome(output, [.. shell.Streams.Error], [.. shell.Streams.Warning.Select(warning => warning.Message)]);
    }

    private byte[] Answer(string request)
    {
        _bodies.Enqueue(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        string answer = $$"""{"code":200,"data":[{"status":"submitted","task_id":"task_row{{Interlocked.Increment(ref _tasks)}}"}]}""";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {answer.Length}\r\n\r\n{answer}");
    }
}

/// <summary>What came of a line.</summary>
internal sealed record Outcome(PSObject[] Tasks, ErrorRecord[] Errors, string[] Warnings);

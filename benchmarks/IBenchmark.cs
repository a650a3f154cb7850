namespace Apimart.Video.Benchmarks;

/// <summary>One thing that is measured, by a command of its own.</summary>
internal interface IBenchmark
{
    /// <summary>The command: <c>dotnet run -c Release --project benchmarks -- NAME</c>.</summary>
    string Name { get; }

    /// <summary>The command with its options, and what it measures, in one line.</summary>
    string Usage { get; }

    /// <returns>0, or 1 where a goal was missed.</returns>
    Task<int> RunAsync(string[] args);
}

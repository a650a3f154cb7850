using Apimart.Video.Client.Tests.Support;
using CsCheck;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>
/// Answers that nobody thought of. A failure prints the seed: <c>CsCheck_Seed=… dotnet run</c> repeats it. A longer run:
/// <c>dotnet run --project benchmarks -c Release -- answers</c>.
/// </summary>
public sealed class HostileAnswerTests : IDisposable
{
    private const int Answers = 1500;

    private readonly HostileRun _run = new(new ImpatientTime());

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Whatever_a_server_says_no_id_is_lost_no_key_is_shown_and_no_row_is_sent_twice() =>
        HostileRun.Answers.Sample(
            answers => _run.CheckAsync(answers.Submit, answers.Look).GetAwaiter().GetResult(),
            iter: Answers,
            threads: 1);
}

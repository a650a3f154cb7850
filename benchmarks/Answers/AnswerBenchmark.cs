using System.Globalization;
using Apimart.Video.Client.Tests.Hostile;
using Apimart.Video.Client.Tests.Support;
using CsCheck;

namespace Apimart.Video.Benchmarks.Answers;

/// <summary>The property of hostile answers, at length; it measures what must stay 0.</summary>
internal sealed class AnswerBenchmark : IBenchmark
{
    public string Name => "answers";

    public string Usage => "answers [COUNT]            submits and looks against made-up answers: ids lost, keys shown, rows sent twice";

    public Task<int> RunAsync(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50_000;
        using HostileRun run = new(new ImpatientTime());
        try
        {
            HostileRun.Answers.Sample(answers => run.CheckAsync(answers.Submit, answers.Look).GetAwaiter().GetResult(), iter: count, threads: 1);
        }
        catch (CsCheckException broken)
        {
            Console.WriteLine(broken.Message);
            Console.WriteLine(broken.InnerException?.Message);
            return Task.FromResult(1);
        }

        Console.WriteLine($"{count} pairs of answers to a submit and a look, each row run twice: nothing lost, shown or sent twice");
        return Task.FromResult(0);
    }
}

using CsCheck;

namespace Apimart.Video.RowTrial;

/// <summary>
/// The property of rows: every filled cell is used, refused or carried. A failure prints the seed; <c>$env:CsCheck_Seed</c> repeats it.
/// </summary>
public static class Trial
{
    private static readonly Gen<int[]> s_drawn = Gen.Int[0, 1 << 20].Array[0, 300];

    /// <param name="module">The folder of the module under test, or its manifest.</param>
    /// <param name="tables">How many tables to pipe in, of one to eight rows each.</param>
    /// <returns>What was done, for the log.</returns>
    /// <exception cref="CsCheckException">Something does not hold.</exception>
    public static string Run(string module, int tables)
    {
        using RowRun run = new(module);
        try
        {
            s_drawn.Sample(drawn => run.Check(TableMaker.Make(drawn)), iter: tables, threads: 1);
        }
        catch (CsCheckException broken)
        {
            throw new InvalidOperationException($"{broken.Message}\n{broken.InnerException?.Message}", broken);
        }

        return $"{run.Rows} rows in {tables} tables: {string.Join(", ", run.Fates.OrderBy(fate => fate.Key).Select(fate => $"{fate.Value} cells {fate.Key}"))}";
    }
}

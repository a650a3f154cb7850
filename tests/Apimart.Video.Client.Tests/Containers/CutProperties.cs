namespace Apimart.Video.Client.Tests.Containers;

/// <summary>
/// Random structures, cut anywhere. A failure prints the seed: <c>CsCheck_Seed=… dotnet run</c> repeats it. A longer run:
/// <c>dotnet run --project benchmarks -c Release -- containers</c>.
/// </summary>
public sealed class CutProperties
{
    private const int Files = 1000;

    [Fact]
    public void Every_whole_structure_is_accepted_and_every_cut_is_found() => CutChecks.CheckCuts(Files);

    [Fact]
    public void Whatever_bytes_are_changed_a_file_is_judged_and_nothing_is_thrown() => CutChecks.CheckChanges(5 * Files);

    [Fact]
    public void Every_cut_of_a_WebM_file_is_found() => CutChecks.CheckWebMCuts(Files / 4);

    [Fact]
    public void A_size_that_does_not_add_up_is_found_in_every_box() => CutChecks.CheckSizes(Files);

    [Fact]
    public void Boxes_in_boxes_are_read_to_any_depth_without_end() => CutChecks.CheckDepths(Files / 10);
}

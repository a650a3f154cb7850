using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>A row is told as it came, though the line does not hold twice what it tells anyway.</summary>
public sealed class RowCellsTests
{
    private const string Picture = "data:image/png;base64,iVBORw0KGgo=";

    private static readonly InputRow s_row = new(1, new Dictionary<string, string> { ["Mood"] = "calm", ["Echo"] = "sea" })
    {
        Cells = new Dictionary<string, string> { ["Scene"] = "sea", ["Mood"] = "calm", ["Echo"] = "sea", ["ImageUrl"] = Picture, ["Blank"] = "" },
    };

    [Fact]
    public void A_line_holds_a_cell_only_where_neither_the_prompt_nor_an_own_column_tells_it()
    {
        IReadOnlyDictionary<string, string?> cells = RowCells.Shorten(s_row, "sea")!;

        Assert.Equal([("Scene", null), ("Mood", null), ("Echo", null), ("ImageUrl", Picture), ("Blank", "")], cells.Select(cell => (cell.Key, cell.Value)));
        Assert.Null(RowCells.Shorten(s_row with { Cells = null }, "sea"));
        Assert.Null(RowCells.Shorten(null, "sea"));
    }

    [Theory]
    [InlineData("sea")]
    [InlineData("lake")]
    public void A_row_is_told_as_it_came(string prompt)
    {
        JournalEntry line = new() { Prompt = prompt, Row = s_row.Columns, Cells = RowCells.Shorten(s_row, prompt) };

        Assert.Equal(s_row.Cells!.Select(cell => (cell.Key, cell.Value)), RowCells.Of(line)!.Select(cell => (cell.Key, cell.Value)));
        Assert.Equal(["Mood", "Echo"], RowCells.Of(line with { Cells = null })!.Keys);
    }

    [Fact]
    public void Pictures_give_way_to_their_digests_and_nothing_else_changes()
    {
        IReadOnlyDictionary<string, string?> cells = RowCells.DropPictures(RowCells.Shorten(s_row, "sea"))!;

        Assert.StartsWith("data:image/png;sha256,", cells["ImageUrl"], StringComparison.Ordinal);
        Assert.Equal([("Scene", null), ("Mood", null), ("Echo", null), ("Blank", "")], cells.Where(cell => cell.Key != "ImageUrl").Select(cell => (cell.Key, cell.Value)));
        Assert.Null(RowCells.DropPictures(null));
        Assert.Equal("sea", SettledPictures.DropText("sea"));
    }
}

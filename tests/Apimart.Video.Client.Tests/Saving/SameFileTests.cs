using System.Net;
using System.Net.Http.Headers;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>
/// Whether an answer goes on with the bytes that are here, for every combination of what it can say: two halves of different files
/// make a video that plays, and is wrong.
/// </summary>
public sealed class SameFileTests
{
    private const long From = 700;
    private const long Length = 2000;
    private static readonly DateTimeOffset s_date = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly Uri s_link = new("https://cdn.example/v.mp4?sig=1");
    private static readonly Uri[] s_links = [s_link, new("https://cdn.example/v.mp4?sig=2"), new("https://cdn.example/V.mp4?sig=1"), new("https://other.example/v.mp4")];
    private static readonly string?[] s_tags = [null, "\"a\"", "\"b\"", "W/\"a\""];
    private static readonly DateTimeOffset?[] s_dates = [null, s_date, s_date.AddSeconds(1)];
    private static readonly long?[] s_lengths = [null, Length, Length + 1];

    /// <summary>The rule in words (RFC 9110, 8.8 and 14.4): the right place in the file, to its end, and the same file by a strong mark.</summary>
    [Fact]
    public void A_part_is_added_to_only_with_the_rest_of_the_same_file()
    {
        int taken = 0;
        foreach (PartNote note in Notes())
        {
            foreach (Uri link in s_links)
            {
                foreach (string? tag in s_tags)
                {
                    foreach (DateTimeOffset? date in s_dates)
                    {
                        foreach (long? length in s_lengths)
                        {
                            bool sameLength = length == Length && note.Length == Length;
                            bool isSame = (note.LastModified is null || date is null || date == note.LastModified)
                                && (note.ETag is not null ? tag == note.ETag : sameLength && date is not null && date == note.LastModified);
                            bool samePlace = link.Host == s_link.Host && link.AbsolutePath == s_link.AbsolutePath;
                            bool expected = isSame && (length is null || note.Length is null || length == note.Length) && (samePlace || sameLength);
                            using HttpResponseMessage rest = Answer(tag, date, Range(From, (length ?? Length) - 1, length));

                            Assert.True(expected == note.IsContinuedBy(rest, From, link), $"{note} {link} {tag} {date} {length}: {!expected}");
                            taken += expected ? 1 : 0;
                        }
                    }
                }
            }
        }

        Assert.InRange(taken, 10, 100);
    }

    [Theory]
    [InlineData("bytes", From, Length - 1, Length, true)]
    [InlineData("bytes", From - 1, Length - 1, Length, false)]
    [InlineData("bytes", From + 1, Length - 1, Length, false)]
    [InlineData("bytes", From, Length - 2, Length, false)]
    [InlineData("pages", From, Length - 1, Length, false)]
    [InlineData(null, From, Length - 1, Length, false)]
    public void A_rest_begins_where_the_part_ends_and_goes_to_the_end(string? unit, long from, long to, long length, bool goesOn)
    {
        PartNote note = Note("\"a\"", null, Length);
        ContentRangeHeaderValue range = Range(from, to, length);
        range.Unit = unit ?? "bytes";
        using HttpResponseMessage rest = Answer("\"a\"", null, unit is null ? null : range);

        Assert.Equal(goesOn, note.IsContinuedBy(rest, From, s_link));
    }

    [Theory]
    [InlineData(From, "\"a\"", 0, true)]
    [InlineData(From, null, 0, true)]
    [InlineData(From, "\"a\"", null, true)]
    [InlineData(From + 1, "\"a\"", 0, false)]
    [InlineData(null, "\"a\"", 0, false)]
    [InlineData(From, "\"b\"", 0, false)]
    [InlineData(From, "W/\"a\"", 0, false)]
    [InlineData(From, "\"a\"", 1, false)]
    public void A_416_says_that_all_is_here_by_the_length_and_against_no_mark(long? length, string? tag, int? seconds, bool isAll)
    {
        using HttpResponseMessage answer = Answer(
            tag, seconds is { } later ? s_date.AddSeconds(later) : null, length is { } all ? new ContentRangeHeaderValue(all) : null);

        Assert.Equal(isAll, Note("\"a\"", s_date, Length).IsWholeBy(answer, From));
        bool hasStrongTag = tag?.StartsWith('"') == true;
        Assert.Equal(length == From && seconds is (null or 0) && !hasStrongTag, Note(null, s_date, Length).IsWholeBy(answer, From));
    }

    [Theory]
    [InlineData("\"a\"", false, false, true)]
    [InlineData(null, true, true, true)]
    [InlineData(null, true, false, false)]
    [InlineData(null, false, true, false)]
    public void A_file_is_known_again_by_its_tag_or_by_date_and_length_together(string? tag, bool hasDate, bool hasLength, bool isKnown) =>
        Assert.Equal(isKnown, Note(tag, hasDate ? s_date : null, hasLength ? Length : null).HasValidator);

    [Fact]
    public void The_rest_is_asked_for_under_the_strongest_mark_that_is_known()
    {
        Assert.Equal(("bytes=700-", "\"a\""), Asked(Note("\"a\"", s_date, Length)));
        Assert.Equal(("bytes=700-", "Fri, 20 Nov 2026 08:00:00 GMT"), Asked(Note(null, s_date, Length)));
        Assert.Equal(("bytes=700-", null), Asked(Note(null, null, Length)));
    }

    /// <summary>A date counts once the file cannot change within it any more.</summary>
    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.9, false)]
    [InlineData(1.0, true)]
    [InlineData(60.0, true)]
    public void A_date_is_noted_a_second_after_it(double age, bool isNoted)
    {
        using HttpResponseMessage answer = Answer("W/\"a\"", s_date, null);

        PartNote note = PartNote.Of(answer, new SaveTarget("task_1", 2, "v.mp4"), s_link, new At(s_date.AddSeconds(age)));

        Assert.Equal(isNoted ? s_date : null, note.LastModified);
        Assert.Equal((null, "task_1", 2, s_link), (note.ETag, note.TaskId, note.Index, note.Url));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Its_age_is_told_by_the_hosts_clock_where_the_host_tells_the_time(int age, bool isNoted)
    {
        using HttpResponseMessage answer = Answer("\"a\"", s_date, null);
        answer.Headers.Date = s_date.AddSeconds(age);

        PartNote note = PartNote.Of(answer, new SaveTarget("task_1", 2, "v.mp4"), s_link, new At(s_date.AddSeconds(1 - age)));

        Assert.Equal((isNoted ? s_date : (DateTimeOffset?)null, "\"a\""), (note.LastModified, note.ETag));
    }

    [Fact]
    public void A_date_says_nothing_of_a_part_whose_date_is_not_known()
    {
        using HttpResponseMessage answer = Answer("\"a\"", s_date, new ContentRangeHeaderValue(From));

        Assert.True(Note("\"a\"", null, Length).IsWholeBy(answer, From));
    }

    private static (string?, string?) Asked(PartNote note)
    {
        using HttpRequestMessage request = new();
        ByteRange.RestOf(note, From).ApplyTo(request.Headers);
        return (request.Headers.Range?.ToString(), request.Headers.IfRange?.ToString());
    }

    private static IEnumerable<PartNote> Notes() =>
        from tag in s_tags.Take(2)
        from date in s_dates.Take(2)
        from length in s_lengths.Take(2)
        select Note(tag, date, length);

    private static PartNote Note(string? tag, DateTimeOffset? date, long? length) =>
        new() { TaskId = "task_1", Index = 0, Url = s_link, ETag = tag, LastModified = date, Length = length };

    private static ContentRangeHeaderValue Range(long from, long to, long? length) =>
        length is { } all ? new ContentRangeHeaderValue(from, to, Math.Max(all, to + 1)) : new ContentRangeHeaderValue(from, to);

    private static HttpResponseMessage Answer(string? tag, DateTimeOffset? date, ContentRangeHeaderValue? range)
    {
        HttpResponseMessage answer = new(HttpStatusCode.PartialContent) { Content = new ByteArrayContent([]) };
        answer.Headers.ETag = tag is null ? null : EntityTagHeaderValue.Parse(tag);
        answer.Content.Headers.LastModified = date;
        answer.Content.Headers.ContentRange = range;
        return answer;
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

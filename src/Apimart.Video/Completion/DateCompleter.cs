using System.Collections;
using System.Globalization;

namespace Apimart.Video.Completion;

/// <summary>Completes a day: the last ones, a week and a month back, and the first of this month and this year.</summary>
public sealed class DateCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound)
    {
        DateTime today = DateTime.Today;
        (DateTime Day, string What)[] days =
        [
            (today, "Today"),
            (today.AddDays(-1), "Yesterday"),
            (today.AddDays(-7), "A week ago"),
            (new DateTime(today.Year, today.Month, 1), "The first of this month"),
            (today.AddMonths(-1), "A month ago"),
            (new DateTime(today.Year, 1, 1), "The first of this year"),
        ];
        return days
        .DistinctBy(date => date.Day)
        .Select(date => (Value: date.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Told: date))
        .Select(date => (
            date.Value,
            $"{date.Told.What}: {date.Told.Day.ToString("dddd, d MMMM yyyy", CultureInfo.CurrentCulture)}. A time may follow, as in '{date.Value} 18:00'."));
    }
}

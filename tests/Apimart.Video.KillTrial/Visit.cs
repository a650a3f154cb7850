namespace Apimart.Video.KillTrial;

/// <summary>What came of a batch that was killed at one place and run again.</summary>
/// <param name="Place">Where; see <see cref="KillPlaces"/>.</param>
/// <param name="Work">What was being done.</param>
/// <param name="Killed">Whether the place was come to at all.</param>
/// <param name="Rows">How many rows the batch has.</param>
/// <param name="Bills">How many charges the server booked for it in the end.</param>
/// <param name="Unknown">Rows that the same line reported as unknown, and left alone.</param>
/// <param name="OnRequest">Charges over one a row that <c>-RetryUnknown</c> asked for.</param>
/// <param name="Unasked">Charges over one a row that nobody asked for.</param>
/// <param name="Lost">Charges without a file, of rows that were not reported as unknown.</param>
/// <param name="WithoutVideo">Rows without a video in the end.</param>
public sealed record Visit(string Place, WorkKind Work, bool Killed, int Rows, int Bills, int Unknown, int OnRequest, int Unasked, int Lost, int WithoutVideo)
{
    public bool Holds => Killed && Unasked == 0 && Lost == 0 && WithoutVideo == 0 && Bills == Rows + OnRequest;
}

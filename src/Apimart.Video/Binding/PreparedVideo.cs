using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>One video of a row.</summary>
/// <param name="Request">The request.</param>
/// <param name="Take">Which video of the row, counted from 1.</param>
/// <param name="Occurrence">How many equal ones the input has before it.</param>
internal sealed record PreparedVideo(PreparedRequest Request, int Take, int Occurrence);

namespace Apimart.Video.KillTrial;

/// <summary>What came of a batch whose journal was lost, and that went on from another folder.</summary>
/// <param name="Rows">How many rows the batch has.</param>
/// <param name="Bills">How many charges the server booked for it.</param>
/// <param name="WithoutVideo">Rows without a video in the end.</param>
public sealed record Loss(int Rows, int Bills, int WithoutVideo);

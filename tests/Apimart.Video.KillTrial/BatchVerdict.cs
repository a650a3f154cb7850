namespace Apimart.Video.KillTrial;

/// <summary>What the simulator's bill and the folder say of one batch.</summary>
/// <param name="Rows">How many rows the batch has.</param>
/// <param name="Billed">How many charges the server booked for it.</param>
/// <param name="BilledTwice">Rows that were charged more than once.</param>
/// <param name="Unknown">Rows that were reported as unknown.</param>
/// <param name="PaidUnknown">Of these, rows that were accepted: their answer died with the process, and nobody knows their ids.</param>
/// <param name="Lost">Charges without a whole file, of rows that were not reported as unknown.</param>
/// <param name="Forgotten">Rows that were neither charged nor reported as unknown.</param>
public sealed record BatchVerdict(int Rows, int Billed, int BilledTwice, int Unknown, int PaidUnknown, int Lost, int Forgotten);

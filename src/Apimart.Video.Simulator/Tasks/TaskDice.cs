using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Apimart.Video.Simulator.Tasks;

/// <summary>
/// The chances of one task, all drawn from the seed, the request's bytes and how often they were accepted before:
/// parallel requests get the same whatever order they arrive in.
/// </summary>
internal sealed class TaskDice
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string IdStart = "task_01K";
    private const int IdRandomLength = 23;

    private readonly byte[] _draws;

    internal TaskDice(int seed, ReadOnlySpan<byte> body, int occurrence)
    {
        byte[] source = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(source, seed);
        BinaryPrimitives.WriteInt32LittleEndian(source.AsSpan(4), occurrence);
        body.CopyTo(source.AsSpan(8));
        _draws = SHA512.HashData(source);
    }

    /// <summary><c>task_</c> and 26 characters of the ULID alphabet. The time in it is none.</summary>
    internal string TaskId =>
        IdStart + string.Concat(_draws.Take(IdRandomLength).Select(draw => Alphabet[draw % Alphabet.Length]));

    /// <summary>0 to 1, for the duration.</summary>
    internal double Length => Draw(32);

    /// <summary>0 to 1, for success or failure.</summary>
    internal double Fate => Draw(40);

    /// <summary>0 to 1, for the cause of a failure.</summary>
    internal double Cause => Draw(48);

    private double Draw(int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(_draws.AsSpan(offset)) / (uint.MaxValue + 1.0);
}

using System.Numerics;

namespace Apimart.Video.Simulator.Videos;

/// <summary>Writes the bits of a unit of H.264 (ISO/IEC 14496-10, 7.2 and 9.1).</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private uint _held;
    private int _count;

    internal void Bits(uint value, int count)
    {
        for (int at = count - 1; at >= 0; at--)
        {
            _held = (_held << 1) | ((value >> at) & 1);
            if (++_count == 8)
            {
                _bytes.Add((byte)_held);
                _held = 0;
                _count = 0;
            }
        }
    }

    internal void Flag(bool value) => Bits(value ? 1u : 0u, 1);

    /// <summary>An unsigned number as Exp-Golomb code.</summary>
    internal void Ue(uint value)
    {
        int length = BitOperations.Log2(value + 1);
        Bits(0, length);
        Bits(value + 1, length + 1);
    }

    internal void Fill(byte value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Bits(value, 8);
        }
    }

    /// <summary>Zeros up to the next whole byte.</summary>
    internal void Align()
    {
        while (_count > 0)
        {
            Bits(0, 1);
        }
    }

    /// <summary>Ends the unit, and keeps what would look like the start of another one apart (7.4.1).</summary>
    internal byte[] ToUnit(byte header)
    {
        Bits(1, 1);
        Align();
        List<byte> unit = new(_bytes.Count + 16) { header };
        int zeros = 0;
        foreach (byte one in _bytes)
        {
            if (zeros >= 2 && one <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }

            unit.Add(one);
            zeros = one == 0 ? zeros + 1 : 0;
        }

        return [.. unit];
    }
}

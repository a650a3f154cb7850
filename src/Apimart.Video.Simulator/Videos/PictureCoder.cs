namespace Apimart.Video.Simulator.Videos;

/// <summary>
/// Codes a film's pictures as constrained baseline H.264 (ISO/IEC 14496-10): coloured columns, and below them a bar that grows with
/// the time. A colour is written once, at the top or the left of what has it; everything else is foretold from its neighbour, or
/// skipped as in the picture before, so that a second takes a few hundred bytes whatever the size.
/// </summary>
internal sealed class PictureCoder
{
    private const int Side = 16;
    private const int Columns = 6;

    /// <summary>Units are references of middle weight; 7 a sequence's parameters, 8 a picture's, 5 a whole picture, 1 one of changes.</summary>
    private const byte SequenceUnit = 0x67;
    private const byte PictureUnit = 0x68;
    private const byte WholeUnit = 0x65;
    private const byte ChangeUnit = 0x41;

    /// <summary>Luma and both chromas of the columns; no sample is 0, which older decoders refuse.</summary>
    private static readonly (byte Luma, byte Blue, byte Red)[] s_colours =
        [(180, 60, 140), (150, 150, 60), (120, 90, 90), (110, 180, 160), (90, 110, 190), (70, 190, 110)];

    private static readonly (byte Luma, byte Blue, byte Red) s_bar = (225, 118, 138);

    private readonly FilmSpec _spec;
    private readonly int _wide;
    private readonly int _high;

    internal PictureCoder(FilmSpec spec)
    {
        _spec = spec;
        _wide = (spec.Width + Side - 1) / Side;
        _high = (spec.Height + Side - 1) / Side;
    }

    private int BarTop => _high - Math.Max(1, _high / 8);

    internal byte[] Sequence()
    {
        BitWriter bits = new();
        bits.Bits(66, 8);
        bits.Bits(0b1100_0000, 8);
        bits.Bits(Level, 8);
        bits.Ue(0);
        bits.Ue(0);
        bits.Ue(2);
        bits.Ue(1);
        bits.Flag(false);
        bits.Ue((uint)_wide - 1);
        bits.Ue((uint)_high - 1);
        bits.Flag(true);
        bits.Flag(true);
        int right = (_wide * Side) - _spec.Width;
        int bottom = (_high * Side) - _spec.Height;
        bits.Flag(right + bottom > 0);
        if (right + bottom > 0)
        {
            bits.Ue(0);
            bits.Ue((uint)right / 2);
            bits.Ue(0);
            bits.Ue((uint)bottom / 2);
        }

        bits.Flag(false);
        return bits.ToUnit(SequenceUnit);
    }

    internal static byte[] Parameters()
    {
        BitWriter bits = new();
        bits.Ue(0);
        bits.Ue(0);
        bits.Flag(false);
        bits.Flag(false);
        bits.Ue(0);
        bits.Ue(0);
        bits.Ue(0);
        bits.Flag(false);
        bits.Bits(0, 2);
        bits.Ue(0);
        bits.Ue(0);
        bits.Ue(0);
        bits.Flag(true);
        bits.Flag(false);
        bits.Flag(false);
        return bits.ToUnit(PictureUnit);
    }

    /// <summary>Table A-1: the smallest level that the size may have at this rate.</summary>
    internal byte Level => (_wide * _high) switch
    {
        <= 1620 => 30,
        <= 3600 => 31,
        <= 8192 => 40,
        <= 22080 => 50,
        <= 36864 => 51,
        _ => 60,
    };

    /// <summary>The first picture.</summary>
    internal byte[] First()
    {
        BitWriter bits = Slice(type: 7, frame: 0, isFirst: true);
        bool[] plain = new bool[_wide * _high];
        for (int y = 0; y < _high; y++)
        {
            for (int x = 0; x < _wide; x++)
            {
                int at = (y * _wide) + x;
                if (IsPlain(x, y))
                {
                    plain[at] = true;
                    Plain(bits, ColourAt(x, y));
                }
                else
                {
                    Foretold(bits, fromAbove: y > 0 && y != BarTop, offset: 0, Neighbours(plain, x, y));
                }
            }
        }

        return bits.ToUnit(WholeUnit);
    }

    /// <summary>A later picture: the bar is longer, everything else as before.</summary>
    internal byte[] Next(int frame)
    {
        BitWriter bits = Slice(type: 5, (uint)frame, isFirst: false);
        int from = BarLength(frame - 1);
        int to = BarLength(frame);
        uint skipped = 0;
        for (int y = 0; y < _high; y++)
        {
            for (int x = 0; x < _wide; x++)
            {
                if (y < BarTop || x < from || x >= to)
                {
                    skipped++;
                    continue;
                }

                bits.Ue(skipped);
                skipped = 0;
                Foretold(bits, fromAbove: false, offset: 5, neighbours: 0);
            }
        }

        if (skipped > 0)
        {
            bits.Ue(skipped);
        }

        return bits.ToUnit(ChangeUnit);
    }

    /// <summary>The bar begins with one block and fills the width with the last picture.</summary>
    private int BarLength(int frame) => 1 + ((_wide - 1) * frame / Math.Max(1, _spec.Frames - 1));

    private bool IsPlain(int x, int y) =>
        y == 0 ? x == 0 || ColumnOf(x) != ColumnOf(x - 1) : y == BarTop && x <= 1;

    private int ColumnOf(int x) => x * Columns / _wide;

    private (byte Luma, byte Blue, byte Red) ColourAt(int x, int y) =>
        y < BarTop ? s_colours[(ColumnOf(x) + _spec.Colour) % Columns]
        : x == 0 ? s_bar
        : ((byte)40, (byte)128, (byte)128);

    private static BitWriter Slice(uint type, uint frame, bool isFirst)
    {
        BitWriter bits = new();
        bits.Ue(0);
        bits.Ue(type);
        bits.Ue(0);
        bits.Bits(frame & 15, 4);
        if (isFirst)
        {
            bits.Ue(0);
            bits.Bits(0, 2);
        }
        else
        {
            bits.Bits(0, 3);
        }

        bits.Ue(0);
        bits.Ue(1);
        return bits;
    }

    /// <summary>A block with its samples as they are.</summary>
    private static void Plain(BitWriter bits, (byte Luma, byte Blue, byte Red) colour)
    {
        bits.Ue(25);
        bits.Align();
        bits.Fill(colour.Luma, Side * Side);
        bits.Fill(colour.Blue, Side * Side / 4);
        bits.Fill(colour.Red, Side * Side / 4);
    }

    /// <summary>A block like the one above or to its left, without a correction.</summary>
    private static void Foretold(BitWriter bits, bool fromAbove, uint offset, int neighbours)
    {
        bits.Ue(offset + (fromAbove ? 1u : 2u));
        bits.Ue(fromAbove ? 2u : 1u);
        bits.Ue(0);
        bits.Bits(neighbours >= 8 ? 3u : 1u, neighbours >= 8 ? 6 : 1);
    }

    /// <summary>What the code for "no coefficient" goes by (9.2.1): 16 for a plain neighbour, 0 for another, their mean.</summary>
    private int Neighbours(bool[] plain, int x, int y)
    {
        int at = (y * _wide) + x;
        int left = x > 0 && plain[at - 1] ? 16 : 0;
        int above = y > 0 && plain[at - _wide] ? 16 : 0;
        return x > 0 && y > 0 ? (left + above + 1) / 2 : left + above;
    }
}

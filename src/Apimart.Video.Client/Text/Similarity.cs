namespace Apimart.Video.Text;

internal static class Similarity
{
    /// <summary>The edit distance of two names, less what they share as a part, without regard to case.</summary>
    internal static double Distance(string left, string right)
    {
        string a = left.ToUpperInvariant();
        string b = right.ToUpperInvariant();
        int edits = Edits(a, b);
        bool within = a.Length > 1 && (b.Contains(a, StringComparison.Ordinal) || a.Contains(b, StringComparison.Ordinal));
        return within ? edits * 0.25 : edits;
    }

    private static int Edits(string a, string b)
    {
        int[] above = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = above[0];
            above[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.Min(replace, Math.Min(above[j], above[j - 1]) + 1);
            }
        }

        return above[b.Length];
    }

    /// <summary>The slips of the pen between two names: a letter too many, too few, another one, or two in the wrong order.</summary>
    internal static int Slips(string a, string b)
    {
        int[,] slips = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            slips[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            slips[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = slips[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                slips[i, j] = Math.Min(replaced, Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[a.Length, b.Length];
    }
}

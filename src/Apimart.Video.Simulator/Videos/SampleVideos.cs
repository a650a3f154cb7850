using System.Globalization;
using System.Reflection;

namespace Apimart.Video.Simulator.Videos;

/// <summary>The playable films inside this assembly: two seconds of H.264, one for each shape.</summary>
internal static class SampleVideos
{
    private const string Folder = "Videos/";

    private static readonly Lazy<(double Ratio, byte[] Film)[]> s_all = new(ReadAll);

    /// <summary>The film whose shape is nearest.</summary>
    internal static byte[] Nearest(double ratio) =>
        s_all.Value.MinBy(sample => Math.Abs(Math.Log(sample.Ratio / ratio))).Film;

    private static (double Ratio, byte[] Film)[] ReadAll()
    {
        Assembly assembly = typeof(SampleVideos).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => (RatioOf(name), Read(assembly, name)))
            .ToArray();
    }

    private static double RatioOf(string name)
    {
        string[] sides = Path.GetFileNameWithoutExtension(name).Split('x');
        return double.Parse(sides[0], CultureInfo.InvariantCulture) / double.Parse(sides[1], CultureInfo.InvariantCulture);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] film = new byte[stream.Length];
        stream.ReadExactly(film);
        return film;
    }
}

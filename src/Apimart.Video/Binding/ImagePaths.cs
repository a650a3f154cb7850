using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using Apimart.Video.Images;
using Apimart.Video.Models;

namespace Apimart.Video.Binding;

/// <summary>
/// The parameters that take pictures from the disk. Each stands beside a parameter of the model that takes their links:
/// <c>-ImagePath</c> beside <c>-ImageUrl</c>, <c>-FirstFramePath</c> beside <c>-FirstFrameUrl</c>, and so on.
/// </summary>
internal static class ImagePaths
{
    /// <summary>The parameter for paths beside one for links, or null where it takes no pictures.</summary>
    /// <param name="parameter">The one for links.</param>
    /// <param name="rows">Whether rows are piped in, for each of which a script block is evaluated.</param>
    internal static RuntimeDefinedParameter? PathFor(VideoModelParameter parameter, bool rows)
    {
        if (parameter.PathName is not { } name)
        {
            return null;
        }

        bool list = parameter.Type is ParameterType.StringArray or ParameterType.SingleString;
        string help = $"Paths of pictures on the disk, for -{parameter.Name}.";
        return new RuntimeDefinedParameter(name, rows ? typeof(object) : list ? typeof(string[]) : typeof(string), new Collection<Attribute>
        {
            new ParameterAttribute { HelpMessage = help },
            new BlankIsNotGivenAttribute(list ? ParameterType.ObjectArray : ParameterType.String, rows),
        });
    }

    /// <summary>Puts the pictures behind given paths where their links belong: behind links that were given as well.</summary>
    /// <param name="cmdlet">Whose current folder relative paths count from.</param>
    /// <param name="row">The given parameters by name; paths are taken out of it.</param>
    /// <param name="files">The pictures known so far.</param>
    /// <param name="catalogue">Where it is known which parameter takes which pictures.</param>
    /// <exception cref="ImageException">A file is missing, unreadable, too large or no picture.</exception>
    /// <exception cref="RequestRefusedException">A single picture is given twice.</exception>
    internal static void Open(PSCmdlet cmdlet, Dictionary<string, object?> row, ImageFiles files, ModelCatalogue catalogue)
    {
        foreach ((string name, string url) in catalogue.PicturePaths)
        {
            if (!row.Remove(name, out object? given) || ParameterValue.IsBlank(given))
            {
                continue;
            }

            if (given is string or FileInfo && !IsList(url, catalogue))
            {
                row[url] = ParameterValue.IsBlank(row.GetValueOrDefault(url)) ? OpenOne(cmdlet, given, files) : throw Twice(name, url, given);
            }
            else
            {
                object? links = row.GetValueOrDefault(url);
                IEnumerable<object?> before = links is IEnumerable list and not string ? list.Cast<object?>() : [links];
                IEnumerable<object?> all = given is IEnumerable several and not string ? several.Cast<object?>() : [given];
                row[url] = before
                    .Where(link => !ParameterValue.IsBlank(link))
                    .Concat(all.Where(path => !ParameterValue.IsBlank(path)).SelectMany(path => Open(cmdlet, path, files)))
                    .ToList();
            }
        }
    }

    private static bool IsList(string url, ModelCatalogue catalogue) =>
        catalogue.Models.Any(model => model.FindParameter(url)?.Type is ParameterType.StringArray or ParameterType.SingleString);

    /// <summary>A file that was piped in is that file; a text may be a pattern.</summary>
    private static IEnumerable<ImageFile> Open(PSCmdlet cmdlet, object? path, ImageFiles files) =>
        (path is FileInfo file ? [file.FullName] : FilePath.Resolve(cmdlet, path?.ToString() ?? string.Empty)).Select(files.Open);

    private static ImageFile OpenOne(PSCmdlet cmdlet, object path, ImageFiles files) => Open(cmdlet, path, files).ToArray() is [var file]
        ? file
        : throw new RequestRefusedException(
        [
            new RequestProblem("InvalidCombination", "ImagePath", path, $"'{path}' matches several pictures where one is possible.", "Name one."),
        ]);

    private static RequestRefusedException Twice(string path, string url, object value) => new(
    [
        new RequestProblem(
            "InvalidCombination",
            path,
            value,
            $"-{path} and -{url} both name the one picture that is possible there.",
            "Give one of them."),
    ]);
}

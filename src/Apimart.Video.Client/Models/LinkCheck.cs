using Apimart.Video.Images;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>Links that the server has to fetch must lead to where it can reach.</summary>
internal static class LinkCheck
{
    /// <summary>What is wrong with a parameter's links, with the weight of its own rule for links.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">Its value, in its JSON type.</param>
    /// <param name="model">The model's name.</param>
    internal static (Severity Severity, RequestProblem Problem)? Check(VideoModelParameter parameter, object value, string model)
    {
        if (parameter.Rules.OfType<UrlRule>().OrderBy(rule => rule.Severity).FirstOrDefault() is not { } rule)
        {
            return null;
        }

        foreach (string link in ParameterValue.Texts(value, field: null))
        {
            if (Uri.TryCreate(link, UriKind.Absolute, out Uri? uri)
                && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
                && uri.Host != ImageFile.StandInHost
                && PublicAddress.Objection(uri) is { } objection)
            {
                return (rule.Severity, new RequestProblem(
                    $"Invalid{parameter.Name}",
                    parameter.Name,
                    value,
                    $"{parameter.Name} '{Sentence.Shorten(link)}' is {objection}, where the server of {model} cannot fetch it: it takes {rule.Allowed} ({rule.Source}).",
                    parameter.PathName is { } path
                        ? $"Give the file itself with -{path}, or a link that everyone can open."
                        : "Give a link that everyone can open."));
            }
        }

        return null;
    }
}

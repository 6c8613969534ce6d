using System.CommandLine.Parsing;
using Sluice.Engine.Stages;

namespace Sluice.Options;

/// <summary>Turns the text of options into values, with complaints that say what would have been right.</summary>
internal static class OptionParsing
{
    /// <summary>Reads an option's only value.</summary>
    /// <param name="parse">Throws <see cref="FormatException"/> with a message for the user.</param>
    public static Func<ArgumentResult, T?> One<T>(Func<string, T> parse) => result =>
    {
        var parsed = default(T);
        TryParse(result, result.Tokens[0].Value, parse, value => parsed = value);
        return parsed;
    };

    /// <summary>Reads every value of an option that may be repeated.</summary>
    /// <param name="parse">Throws <see cref="FormatException"/> with a message for the user.</param>
    public static Func<ArgumentResult, IReadOnlyList<T>> Each<T>(Func<string, T> parse) => result =>
    {
        var parsed = new List<T>();
        foreach (var token in result.Tokens)
        {
            TryParse(result, token.Value, parse, parsed.Add);
        }

        return parsed;
    };

    /// <summary>Reads a span of time in Go's notation.</summary>
    /// <exception cref="FormatException">It is not one, or is negative.</exception>
    public static TimeSpan Duration(string text) =>
        GoDuration.TryParse(text, out var duration) && duration.Nanoseconds >= 0
            ? duration.ToTimeSpan()
            : throw new FormatException($"'{text}' is not a duration such as 500ms, 15s or 1h30m");

    /// <summary>Reads a base URL.</summary>
    /// <exception cref="FormatException">It is not an absolute HTTP URL.</exception>
    public static Uri BaseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw new FormatException($"'{text}' is not a URL such as http://localhost:8080");

    /// <summary>Reads a host with or without a port.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static string Host(string text) =>
        Uri.TryCreate($"http://{text}", UriKind.Absolute, out var url)
            && (text.Equals(url.Authority, StringComparison.OrdinalIgnoreCase) || text.Equals($"{url.Host}:{url.Port}", StringComparison.OrdinalIgnoreCase))
            ? text
            : throw new FormatException($"'{text}' is not a host such as example.com or example.com:8443");

    /// <summary>Reads a positive whole number.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static int Positive(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? number
            : throw new FormatException($"'{text}' is not a whole number from 1 to {int.MaxValue}");

    private static void TryParse<T>(ArgumentResult result, string text, Func<string, T> parse, Action<T> take)
    {
        try
        {
            take(parse(text));
        }
        catch (FormatException problem)
        {
            var option = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
            result.AddError($"{option}: {problem.Message}");
        }
    }
}

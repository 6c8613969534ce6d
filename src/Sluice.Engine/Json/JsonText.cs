using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sluice.Engine.Json;

/// <summary>Reads the text of JSON documents that nobody has vouched for, and names their parts in messages.</summary>
internal static class JsonText
{
    // Messages quote what the caller sent; a definition of 256 KiB may consist of a single key.
    private const int QuotedCharsMax = 100;

    private static readonly SearchValues<char> PlainChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$/");

    /// <summary>Reads a JSON string.</summary>
    /// <returns>False when it is not Unicode text: JSON can escape half of a surrogate pair, which no store can hold.</returns>
    public static bool TryRead(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>Reads a property's name; false as for <see cref="TryRead"/>.</summary>
    public static bool TryReadName(JsonProperty property, [NotNullWhen(true)] out string? name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = null;
            return false;
        }
    }

    /// <summary>The plain name of a value's JSON type.</summary>
    public static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        _ => "undefined",
    };

    /// <summary>The path of a member: <c>send.source</c>, or <c>metadata["my key"]</c> where a dot would mislead.</summary>
    public static string Member(string path, string name)
    {
        var plain = name.Length > 0 && !name.AsSpan().ContainsAnyExcept(PlainChars);
        return !plain ? $"{path}[\"{Cut(name)}\"]" : path.Length == 0 ? Cut(name) : $"{path}.{Cut(name)}";
    }

    /// <summary>The path of an array's item.</summary>
    public static string Item(string path, int index) => $"{path}[{index}]";

    /// <summary>A caller's text in quotes, cut to a readable length.</summary>
    public static string Quote(string text) => $"'{Cut(text)}'";

    private static string Cut(string text)
    {
        var kept = text;
        if (text.Length > QuotedCharsMax)
        {
            // Half of a surrogate pair would make the message itself unreadable.
            var end = char.IsHighSurrogate(text[QuotedCharsMax - 1]) ? QuotedCharsMax - 1 : QuotedCharsMax;
            kept = string.Concat(text.AsSpan(0, end), "…");
        }

        // A message has one line per problem, whatever the caller writes.
        return kept.Any(char.IsControl) ? string.Concat(kept.Select(c => char.IsControl(c) ? ' ' : c)) : kept;
    }
}

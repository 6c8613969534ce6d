using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.Server.Api.Bodies;

/// <summary>
/// Says what is wrong with a text that should be JSON, in words for its author. Stricter than the parser: a key given twice and a
/// string that is not Unicode text are refused too, since nobody could say later which value was meant.
/// </summary>
internal static class JsonFault
{
    /// <returns>Null when nothing is wrong.</returns>
    public static string? Find(ReadOnlySpan<byte> text, int depthMax)
    {
        if (text.IsEmpty)
        {
            return "the body is empty";
        }

        if (!Utf8.IsValid(text))
        {
            return "the body is not valid UTF-8";
        }

        // One level more than allowed, so that the level too deep is met as a token and can be told from bad syntax.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = depthMax + 1 });
        try
        {
            return FindInTokens(ref reader, depthMax);
        }
        catch (JsonException exception)
        {
            return $"invalid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        }
        catch (InvalidOperationException)
        {
            return $"a string that ends at byte {reader.BytesConsumed} is not Unicode text";
        }
    }

    private static string? FindInTokens(ref Utf8JsonReader reader, int depthMax)
    {
        var keys = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= depthMax:
                    return $"nested deeper than {depthMax} levels";
                case JsonTokenType.StartObject:
                    keys.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    keys.Pop();
                    break;
                case JsonTokenType.PropertyName when !keys.Peek().Add(reader.GetString()!):
                    return $"the key {Quoted.Text(reader.GetString()!)} is given twice";
                case JsonTokenType.String when reader.ValueIsEscaped:
                    // Reading it is the only test for an escape that stands for half a character.
                    reader.GetString();
                    break;
            }
        }

        return null;
    }
}

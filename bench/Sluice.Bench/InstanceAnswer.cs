using System.Text;
using System.Text.Json;

namespace Sluice.Bench;

/// <summary>Checks that an answer to a start says what the scenario is about.</summary>
internal static class InstanceAnswer
{
    /// <summary>Accepts a 201 whose instance has an id and no error, and has terminated where that was waited for.</summary>
    /// <exception cref="InvalidDataException">The answer says anything else.</exception>
    public static void Check(HttpAnswer answer, bool mustHaveTerminated)
    {
        if (answer.Status != 201 || !IsAsExpected(answer.Body.Span, mustHaveTerminated))
        {
            throw new InvalidDataException($"A start was answered {answer.Status}: {Encoding.UTF8.GetString(answer.Body.Span)}");
        }
    }

    private static bool IsAsExpected(ReadOnlySpan<byte> body, bool mustHaveTerminated)
    {
        var reader = new Utf8JsonReader(body);
        var hasId = false;
        var terminated = false;
        while (reader.Read())
        {
            // Depth 2 is the instance; its stages' errors lie deeper and always come with its own.
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 2)
            {
                continue;
            }

            if (reader.ValueTextEquals("error"u8))
            {
                return false;
            }

            hasId |= reader.ValueTextEquals("id"u8);
            if (reader.ValueTextEquals("terminated"u8))
            {
                reader.Read();
                terminated = reader.TokenType == JsonTokenType.True;
            }
        }

        return hasId && (terminated || !mustHaveTerminated);
    }
}

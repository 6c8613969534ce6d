namespace Sluice.Server.Api.Bodies;

/// <summary>A caller's text inside a message.</summary>
internal static class Quoted
{
    private const int CharsMax = 80;

    /// <summary>The text in quotes, cut so that a message stays a sentence.</summary>
    public static string Text(string text) => text.Length <= CharsMax ? $"'{text}'" : $"'{text[..CharsMax]}…'";
}

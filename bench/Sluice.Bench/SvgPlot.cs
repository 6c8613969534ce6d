using System.Globalization;
using System.Text;

namespace Sluice.Bench;

/// <summary>Draws curves over a common axis, one panel below the other, as SVG that needs nothing but itself.</summary>
internal static class SvgPlot
{
    private const int Width = 900;
    private const int PanelHeight = 150;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 28;
    private const int Gap = 46;
    private const int Ticks = 6;

    private static readonly int[] Nice = [1, 2, 5, 10];

    /// <param name="axis">What the common axis shows.</param>
    /// <param name="xs">Its values, ascending.</param>
    /// <param name="panels">The curves.</param>
    /// <param name="marks">Values of the common axis to draw a thin line at.</param>
    public static string Draw(string axis, IReadOnlyList<double> xs, IReadOnlyList<SvgPanel> panels, IReadOnlyList<double> marks)
    {
        var height = Top + (panels.Count * (PanelHeight + Gap));
        var svg = new StringBuilder();
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line($"<rect width=\"{Width}\" height=\"{height}\" fill=\"white\"/>");
        var xMax = xs[^1];
        for (var number = 0; number < panels.Count; number++)
        {
            var (panel, top) = (panels[number], Top + (number * (PanelHeight + Gap)));
            var bottom = top + PanelHeight;
            var yMax = NiceAbove(panel.Values.Max());
            Line($"<text x=\"{Left}\" y=\"{top - 8}\" font-weight=\"bold\">{panel.Title}</text>");
            foreach (var mark in marks)
            {
                Line($"<line x1=\"{X(mark)}\" y1=\"{top}\" x2=\"{X(mark)}\" y2=\"{bottom}\" stroke=\"#f2c0b0\"/>");
            }

            for (var tick = 0; tick <= Ticks; tick++)
            {
                var x = xMax * tick / Ticks;
                Line($"<text x=\"{X(x)}\" y=\"{bottom + 15}\" text-anchor=\"{(tick == Ticks ? "end" : "middle")}\" fill=\"#555\">{x:0.#}{(tick == Ticks ? $" {axis}" : "")}</text>");
            }

            foreach (var y in new[] { 0, yMax / 2, yMax })
            {
                Line($"<line x1=\"{Left}\" y1=\"{Y(y)}\" x2=\"{Width - Right}\" y2=\"{Y(y)}\" stroke=\"#ddd\"/>");
                Line($"<text x=\"{Left - 6}\" y=\"{Y(y) + 4}\" text-anchor=\"end\" fill=\"#555\">{y:0.##}</text>");
            }

            var points = xs.Zip(panel.Values, (x, y) => string.Create(CultureInfo.InvariantCulture, $"{X(x):0.#},{Y(y):0.#}"));
            Line($"<polyline fill=\"none\" stroke=\"#1f5fa8\" stroke-width=\"1.5\" points=\"{string.Join(' ', points)}\"/>");

            double Y(double value) => bottom - (value / yMax * PanelHeight);
        }

        Line($"</svg>");
        return svg.ToString();

        double X(double value) => Left + (value / xMax * (Width - Left - Right));

        void Line(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>The least of 1, 2 and 5 times a power of ten that is not below a value.</summary>
    private static double NiceAbove(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-6))));
        return power * Nice.First(times => times * power >= value);
    }
}

/// <summary>One curve.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Values">Its values, one for each of the common axis.</param>
internal sealed record SvgPanel(string Title, IReadOnlyList<double> Values);

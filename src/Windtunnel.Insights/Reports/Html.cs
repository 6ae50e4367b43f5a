using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Windtunnel.Insights.Reports;

/// <summary>Markup that can be put into a page as it is. Only literal text of our own is taken as markup: whatever is interpolated is
/// encoded, unless it is <see cref="Html"/> itself, so that no text of a run can become markup.</summary>
internal readonly record struct Html
{
    public static readonly Html Empty = new("");

    private Html(string markup) => Markup = markup;

    public string Markup { get; }

    public static Html Of(Interpolated markup) => new(markup.ToString());

    public static Html Text(string text) => new(Interpolated.Encode(text));

    /// <summary>Text that the caller has made safe for the place where it is put.</summary>
    public static Html Trusted(string markup) => new(markup);

    /// <inheritdoc/>
    public override string ToString() => Markup;

    [InterpolatedStringHandler]
    internal readonly ref struct Interpolated
    {
        // Also encodes quotes, so it is safe within a quoted attribute.
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _markup;

        public Interpolated(int literalLength, int formattedCount) => _markup = new StringBuilder(literalLength + (formattedCount * 16));

        public void AppendLiteral(string markup) => _markup.Append(markup);

        public void AppendFormatted(Html html) => _markup.Append(html.Markup);

        public void AppendFormatted(IEnumerable<Html> parts)
        {
            foreach (Html part in parts)
            {
                _markup.Append(part.Markup);
            }
        }

        public void AppendFormatted(string? text) => _markup.Append(Encode(text ?? ""));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable =>
            _markup.Append(Encode(value.ToString(format, CultureInfo.InvariantCulture)));

        public override string ToString() => _markup.ToString();

        internal static string Encode(string text) => Encoder.Encode(text);
    }
}

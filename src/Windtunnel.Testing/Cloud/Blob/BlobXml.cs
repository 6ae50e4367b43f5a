using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

internal static class BlobXml
{
    public const string ContentType = "application/xml";
    private const int LongestDocument = 8 << 20;

    public static string HttpDate(DateTimeOffset instant) => instant.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);

    public static XElement? Optional(string name, string? value) => value is null ? null : new(name, value);

    public static CloudAnswer Answer(XElement root) => new CloudAnswer(200).With(S3.S3Xml.Write(root), ContentType);

    /// <summary>Reads a document without DTD, entities or anything from outside.</summary>
    /// <exception cref="CloudError">It is not well-formed, or its root is another.</exception>
    public static XElement Read(byte[] document, string root)
    {
        XmlReaderSettings settings =
            new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestDocument };
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(document), settings);
            XElement read = XDocument.Load(reader).Root!;
            return read.Name.LocalName == root ? read : throw BlobErrors.InvalidXml();
        }
        catch (XmlException)
        {
            throw BlobErrors.InvalidXml();
        }
    }

    /// <summary>A name that XML cannot hold is percent-encoded and says so.</summary>
    public static XElement Name(string name) => name.Any(c => !XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c))
        ? new("Name", new XAttribute("Encoded", "true"), PercentEncoding.Encode(name, keepSlash: true))
        : new("Name", name);
}

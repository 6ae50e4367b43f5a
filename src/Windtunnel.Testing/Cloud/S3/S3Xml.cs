using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

internal static class S3Xml
{
    public const string ContentType = "application/xml";
    private const int LongestDocument = 4 << 20;

    public static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public static XElement? Optional(string name, string? value) => value is null ? null : Element(name, value);

    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static XElement Owner(string name = "Owner") =>
        Element(name, Element("ID", S3Headers.OwnerId), Element("DisplayName", S3Headers.OwnerName));

    public static CloudAnswer Answer(XElement root, int status = 200) => new CloudAnswer(status).With(Write(root), ContentType);

    public static Content Write(XElement root)
    {
        using MemoryStream stream = new();
        // Keys may hold control characters, which S3 writes as references that XML 1.0 does not allow.
        XmlWriterSettings settings = new() { CheckCharacters = false, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using (XmlWriter writer = XmlWriter.Create(stream, settings))
            root.Save(writer);
        return Content.Of(stream.ToArray());
    }

    /// <summary>Reads a document without DTD, entities or anything from outside.</summary>
    /// <exception cref="CloudError">It is not well-formed, or its root is another.</exception>
    public static XElement Read(byte[] document, string root)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = LongestDocument,
        };
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(document), settings);
            XElement read = XDocument.Load(reader).Root!;
            return read.Name.LocalName == root ? read : throw S3Errors.MalformedXml();
        }
        catch (XmlException)
        {
            throw S3Errors.MalformedXml();
        }
    }

    /// <summary>The child of that name, whatever its namespace; SDKs leave the namespace out at times.</summary>
    public static XElement? Child(this XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement parent, string name) =>
        parent.Elements().Where(e => e.Name.LocalName == name);

    public static string? Text(this XElement parent, string name) => parent.Child(name)?.Value;
}

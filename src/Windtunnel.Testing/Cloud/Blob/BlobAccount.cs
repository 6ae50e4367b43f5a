using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Calls on the account itself.</summary>
internal static class BlobAccount
{
    private const string DefaultProperties =
        "<StorageServiceProperties><Logging><Version>1.0</Version><Delete>false</Delete><Read>false</Read><Write>false</Write>"
        + "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></Logging>"
        + "<HourMetrics><Version>1.0</Version><Enabled>false</Enabled>"
        + "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></HourMetrics>"
        + "<MinuteMetrics><Version>1.0</Version><Enabled>false</Enabled>"
        + "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></MinuteMetrics>"
        + "<Cors/><DeleteRetentionPolicy><Enabled>false</Enabled></DeleteRetentionPolicy>"
        + "<StaticWebsite><Enabled>false</Enabled></StaticWebsite>"
        + "</StorageServiceProperties>";

    public static CloudAnswer GetProperties(BlobCall call) =>
        BlobXml.Answer(XElement.Parse(call.World.Current.Properties ?? DefaultProperties));

    public static async Task<CloudAnswer> SetPropertiesAsync(BlobCall call)
    {
        XElement properties = BlobXml.Read(await call.ReceiveDocumentAsync(), "StorageServiceProperties");
        BlobSoftDelete.Require(properties);
        call.World.Change(state =>
        {
            XElement all = XElement.Parse(state.Properties ?? DefaultProperties);
            foreach (XElement property in properties.Elements())
            {
                all.Elements(property.Name).Remove();
                all.Add(property);
            }

            return state with { Properties = all.ToString(SaveOptions.DisableFormatting) };
        });
        return new(202);
    }

    public static CloudAnswer AccountInformation(BlobCall call) => new CloudAnswer(200)
        .With("x-ms-sku-name", "Standard_RAGRS").With("x-ms-account-kind", "StorageV2").With("x-ms-is-hns-enabled", "false")
        .With("x-ms-account-name", call.Emulator.AccountName);
}

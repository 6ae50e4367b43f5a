using System.Text.Json.Serialization;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Reference.MockAndStub;
using Windtunnel.Reference.TestEnvironments;

namespace Windtunnel.Reference.Aviation;

/// <summary>How values between tasks, and files, are written as JSON: by generated code, as a native executable needs it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(LoadedFlights))]
[JsonSerializable(typeof(DayOfFlights))]
[JsonSerializable(typeof(DelayBoard))]
[JsonSerializable(typeof(DelayAudit))]
[JsonSerializable(typeof(DelayAlarm))]
[JsonSerializable(typeof(Flight[]))]
[JsonSerializable(typeof(LoadedDay))]
[JsonSerializable(typeof(Whereabouts))]
[JsonSerializable(typeof(FlightStatus[]))]
[JsonSerializable(typeof(StatusPage))]
[JsonSerializable(typeof(DayOfWeather))]
[JsonSerializable(typeof(AirportName))]
[JsonSerializable(typeof(AirportCard))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DayOfDelays))]
[JsonSerializable(typeof(StrikeNews))]
[JsonSerializable(typeof(Correction))]
[JsonSerializable(typeof(Finding[]))]
[JsonSerializable(typeof(Fingerprint))]
[JsonSerializable(typeof(Drift[]))]
[JsonSerializable(typeof(ParityCertificate))]
[JsonSerializable(typeof(FeedSettings))]
internal sealed partial class ReferenceJson : JsonSerializerContext;

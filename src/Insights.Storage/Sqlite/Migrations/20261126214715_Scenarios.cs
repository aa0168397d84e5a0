using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Scenarios : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "scenario",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    DecisionId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    Factors = table.Column<string>(type: "TEXT", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", nullable: false),
                    ClauseCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ClauseVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    WrittenBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scenario", x => x.Id);
                    table.ForeignKey(
                        name: "FK_scenario_decision_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "decision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_scenario_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "counter",
                columns: new[] { "Name", "Value" },
                values: new object[] { "scenario", 0L });

            migrationBuilder.CreateIndex(
                name: "IX_scenario_DecisionId",
                table: "scenario",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_scenario_GapId",
                table: "scenario",
                column: "GapId");

            migrationBuilder.CreateIndex(
                name: "IX_scenario_Number",
                table: "scenario",
                column: "Number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "scenario");

            migrationBuilder.DeleteData(
                table: "counter",
                keyColumn: "Name",
                keyValue: "scenario");
        }
    }
}

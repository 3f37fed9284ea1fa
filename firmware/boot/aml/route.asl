/*
 * _PRT by arithmetic: four pins for each of 32 slots, as 128 packages {slot, pin, no link, GSI}.
 * ROUT (slot, pin) is the machine's: the GSI.
 */
Method (_PRT, 0, Serialized)
{
	Local0 = Package (128) {}
	Local1 = 0
	While (Local1 < 128)
	{
		Local2 = Package (4) { 0, 0, 0, 0 }
		Local3 = Local1 >> 2
		Local4 = Local1 & 3
		Local2 [0] = (Local3 << 16) | 0xFFFF
		Local2 [1] = Local4
		Local2 [3] = ROUT (Local3, Local4)
		Local0 [Local1] = Local2
		Local1++
	}
	Return (Local0)
}

/*
 * The release that this tree is or leads to. A constant: the image is reproducible.
 */
#ifndef LIB_VERSION_H
#define LIB_VERSION_H

#define VERSION_MAJOR 0
#define VERSION_MINOR 1

#define VERSION_TEXT_OF_(major, minor) #major "." #minor
#define VERSION_TEXT_OF(major, minor) VERSION_TEXT_OF_(major, minor)
#define VERSION_TEXT VERSION_TEXT_OF(VERSION_MAJOR, VERSION_MINOR)

#endif
